/** Holds the table of the design: who may import whom, what runs in browsers, and where numbers may come from. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";

/** Free for all: the error grammar, the checks of options, and the mark of this copy of the package. */
const free: readonly string[] = [
  "src/errors.ts",
  "src/options.ts",
  "src/copy.ts",
  "src/once.ts",
  "src/lazily.ts",
  "src/work-in-pieces.ts",
  "src/sha256.ts",
];

/** Each folder with the folders it may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = (() => {
  const definitions = ["src/numerics", "src/spaces", "src/operators"];
  const dynamics = [...definitions, "src/dynamics"];
  const physics = [...dynamics, "src/observables", "src/thermodynamics", "src/methods"];
  const models = [...dynamics, "src/observables", "src/thermodynamics", "src/models"];
  const sectors = [...physics, "src/sectors"];
  const plan = [...sectors, "src/models", "src/plan"];
  const driving = [...plan, "src/solvers"];
  const ensembles = [...driving, "src/ensembles"];
  const studies = [...ensembles, "src/studies"];
  const files = [...studies, "src/async", "src/files", "src/queue"];
  const figures = [...files, "src/exchange", "src/figures"];
  return {
    assembly: [],
    bindings: ["assembly/abi.ts"],
    "src/numerics": ["bindings"],
    "src/spaces": ["src/numerics"],
    "src/operators": ["src/numerics", "src/spaces"],
    "src/dynamics": definitions,
    "src/models": models,
    "src/documents": models,
    "src/observables": [...physics, "src/models/model.ts"],
    "src/thermodynamics": [...physics, "src/models/model.ts"],
    "src/methods": physics,
    "src/sectors": sectors,
    "src/plan": plan,
    "src/lowerings": [...plan, "bindings"],
    "src/solvers": [...driving, "src/lowerings"],
    "src/ensembles": ensembles,
    "src/studies": studies,
    "src/async": [...studies, "src/async"],
    "src/files": files,
    "src/queue": files,
    "src/exchange": [...models, "src/documents"],
    "src/figures": figures,
    "src/cli": [...figures, "src/documents", "src/cli"],
    src: ["src"],
  };
})();

const allFiles = ["assembly", "bindings", "src"].flatMap(sources);
const sourceOf = new Map(allFiles.map((file) => [file, readFileSync(file, "utf8")]));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? sources(path) : path.endsWith(".ts") ? [path] : [];
  });
}

/** The code without comments and types, so that a word in a comment is no offence. */
function code(file: string): string {
  return transformSync(sourceOf.get(file) as string, { loader: "ts", legalComments: "none" }).code;
}

interface Import {
  readonly to: string;
  readonly typeOnly: boolean;
}

/** What a file imports: relative ones as paths from the top, others as written. */
function importsOf(file: string): Import[] {
  const text = sourceOf.get(file) as string;
  const pattern = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[\w*{},\s]+?\s+from\s+)?"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[3] ?? match[4];
    return { to: name.startsWith(".") ? normalize(join(dirname(file), name)) : name, typeOnly: match[2] !== undefined };
  });
}

/** The row of the table that a file belongs to. */
function folderOf(file: string): string {
  const parts = file.split("/");
  return parts[0] !== "src" ? parts[0] : parts.length === 2 ? "src" : `src/${parts[1]}`;
}

/** The scripts of workers are entries of the bundle: they bring what a worker may need. */
const brought: Readonly<Record<string, readonly string[]>> = {
  "src/ensembles/browser-worker.ts": ["src/documents/data-half.ts", "src/async/do-study.ts"],
  "src/ensembles/worker.ts": ["src/async/do-study.ts"],
};

function allowed(file: string, to: string): boolean {
  const own = folderOf(file);
  if (brought[file]?.includes(to)) return true;
  return free.includes(to) || folderOf(to) === own || mayImport[own].some((row) => to === row || to.startsWith(`${row}/`));
}

describe("the table of imports", () => {
  it("has a row for every folder", () => {
    expect([...new Set(allFiles.map(folderOf))].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  it("is kept by every file", () => {
    const offences = allFiles.flatMap((file) =>
      importsOf(file)
        .filter(({ to }) => /^(assembly|bindings|src)\b/.test(to) && !allowed(file, to))
        .map(({ to }) => `${file} imports ${to}`),
    );
    expect(offences).toEqual([]);
  });

  it("leads nowhere in a circle", () => {
    // the kernels' compiler takes modules in any order
    const written = allFiles.filter((file) => folderOf(file) !== "assembly");
    const pattern = /(?:^|\n)(?:import|export)\s[^;]*?from\s+"(\.[^"]+)"/g;
    const imports = new Map(
      written.map((file) => [file, [...code(file).matchAll(pattern)].map(([, to]) => normalize(join(dirname(file), to)))] as const),
    );
    expect(imports.get("src/solvers/run.ts")?.length).toBeGreaterThan(0);
    const left = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (left.has(file)) return;
      left.add(file);
      for (const to of imports.get(file) ?? []) visit(to, [...path, file]);
    };
    for (const file of written) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("would notice an offence", () => {
    expect(allowed("src/spaces/space.ts", "src/numerics/matrix.ts")).toBe(true);
    expect(allowed("src/spaces/space.ts", "src/operators/operator.ts")).toBe(false);
    expect(allowed("src/models/model.ts", "bindings/memory.ts")).toBe(false);
    expect(importsOf("src/models/model.ts").map(({ to }) => to)).toContain("src/operators/operator.ts");
    expect(importsOf("src/figures/fonts.ts").map(({ to }) => to)).toContain("node:module");
  });

  it("lets only bindings load the binary, and the kernels nothing but themselves", () => {
    const loaders = allFiles.filter((file) => importsOf(file).some(({ to }) => to.startsWith("@assemblyscript/")));
    expect(loaders.filter((file) => folderOf(file) !== "bindings")).toEqual([]);
    const kernels = allFiles.filter((file) => folderOf(file) === "assembly");
    expect(kernels.flatMap((file) => importsOf(file).filter(({ to }) => !to.startsWith("assembly/")))).toEqual([]);
  });
});

describe("what runs in browsers", () => {
  it.each(["src/index.ts", "src/linear.ts", "src/papers.ts", "src/documents/data-half.ts"])(
    "uses no module of Node and no package but the bundled loader: %s",
    (entry) => {
      const closure = new Set<string>();
      const visit = (file: string): void => {
        if (closure.has(file) || !sourceOf.has(file)) return;
        closure.add(file);
        for (const { to, typeOnly } of importsOf(file)) if (!typeOnly) visit(to);
      };
      visit(entry);
      expect(closure.size).toBeGreaterThan(1);
      const foreign = [...closure].flatMap((file) =>
        importsOf(file)
          .filter(({ to, typeOnly }) => !typeOnly && !sourceOf.has(to) && to !== "bindings/inline.ts" && to !== "@assemblyscript/loader")
          .map(({ to }) => `${file} imports ${to}`),
      );
      expect(foreign).toEqual([]);
    },
  );
});

describe("where numbers come from", () => {
  // Programs in other languages stand in `exchange` as text.
  const host = ["src/files", "src/queue", "src/cli", "src/exchange"];
  const making = allFiles.filter((file) => file.startsWith("src/") && !host.includes(folderOf(file)));
  const exact = "sqrt abs max min floor ceil round trunc sign imul fround clz32 PI E SQRT2 SQRT1_2 LN2 LN10".split(" ");

  it("uses only functions of Math that are exactly specified", () => {
    const offences = making.flatMap((file) =>
      [...code(file).matchAll(/\bMath\.(\w+)/g)].filter((match) => !exact.includes(match[1])).map((match) => `${file}: ${match[0]}`),
    );
    expect(offences).toEqual([]);
  });

  it("has no power operator, no locale and no clock but those that tell people how far a run is and leave a thread to others", () => {
    const forbidden = [
      /[\w)\]]\s*\*\*=?\s*[\w(+-]/g,
      /\.localeCompare\(/g,
      /\.toLocale\w*\(/g,
      /\bDate\b(?!\(0\))/g, // a fixed date is none
      /\bperformance\.now\b/g,
      /\bIntl\b/g,
    ];
    const timed = making.filter((file) => !["src/ensembles/pace.ts", "src/ensembles/slices.ts"].includes(file));
    const offences = timed.flatMap((file) =>
      forbidden.flatMap((word) => [...code(file).matchAll(word)].map((match) => `${file}: ${match[0]}`)),
    );
    expect(offences).toEqual([]);
  });
});

describe("the general layers", () => {
  const general = allFiles.filter((file) => /^src\/(sectors|plan|lowerings|solvers|ensembles)\/|^src\/models\/model\.ts$/.test(file));

  it("hold no word of a single model", () => {
    const words = /\b(phaseonium|robustness|bright|dark|excited|atoms?|photons?|cluster|structured|composite|harvest)\b/gi;
    const offences = general.flatMap((file) => [...code(file).matchAll(words)].map((match) => `${file}: ${match[0]}`));
    expect(offences).toEqual([]);
  });
});

describe("the tree", () => {
  it("gives no name to two files, but for commands and figures, which have those of what they show", () => {
    const names = new Map<string, string[]>();
    for (const file of allFiles.filter((path) => /^src\/(?!cli\/|figures\/)/.test(path) && !/\/index\.ts$/.test(path))) {
      const name = file.split("/").at(-1) as string;
      names.set(name, [...(names.get(name) ?? []), file]);
    }
    expect([...names.values()].filter((files) => files.length > 1)).toEqual([]);
  });

  it("has no drawer for leftovers", () => {
    expect(allFiles.filter((file) => /(^|\/)(utils?|helpers?|common|types|misc)(\.ts|\/)/.test(file))).toEqual([]);
  });

  it("names no file of ensembles and noise like one that means something else", () => {
    const own = /^src\/(ensembles|dynamics\/noise)\//;
    const names = allFiles
      .filter((file) => file.startsWith("src/") && !file.startsWith("src/cli/"))
      .map((file) => file.split("/").at(-1) as string);
    const twice = allFiles.filter((file) => own.test(file)).map((file) => file.split("/").at(-1) as string);
    expect(twice.filter((name) => names.indexOf(name) !== names.lastIndexOf(name))).toEqual([]);
  });

  it("is at most two folders deep", () => {
    expect(allFiles.filter((file) => file.split("/").length > 4)).toEqual([]);
  });

  it("imports with the ending of the file", () => {
    const bare = allFiles
      .filter((file) => folderOf(file) !== "assembly")
      .flatMap((file) => importsOf(file).filter(({ to }) => /^(assembly|bindings|src)\//.test(to) && !to.endsWith(".ts")));
    expect(bare).toEqual([]);
  });
});
