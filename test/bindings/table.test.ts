/** Holds the table of exports against the compiled module, the kernels' sources, and the product that calls them. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { table } from "../../bindings/table/index.ts";
import type { Kind, Signature } from "../../bindings/table/signature.ts";
import { module, wasm } from "../../bindings/wasm.ts";

const rows = Object.entries(table) as [keyof typeof table, Signature][];

/** AssemblyScript's types at the border; 64-bit integers have no place there. */
const kinds: Readonly<Record<string, readonly (Kind | "void")[]>> = {
  usize: ["f64*", "i32*"],
  i32: ["i32"],
  u32: ["i32"],
  Op: ["i32"],
  Write: ["i32"],
  Symmetry: ["i32"],
  f64: ["f64"],
  void: ["void"],
};

interface Source {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly result: string;
}

/** Every exported function of `assembly/` as its source declares it. */
function sources(): Map<string, Source> {
  const found = new Map<string, Source>();
  for (const file of readdirSync("assembly").filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(`assembly/${file}`, "utf8");
    for (const [, name, list, result] of text.matchAll(/^export function (\w+)\(([^)]*)\): (\w+)/gm)) {
      const parameters = [...list.matchAll(/(\w+): (\w+)/g)].map(([, own, type]) => ({ name: own, type }));
      found.set(name, { parameters, result });
    }
  }
  return found;
}

describe("the table of exports", () => {
  it("names what the compiled module exports, and nothing else", () => {
    const exported = WebAssembly.Module.exports(module()).map(({ name }) => name);
    expect(exported.filter((name) => name !== "memory" && name !== "_start").sort()).toEqual(Object.keys(table).sort());
    expect(exported).toContain("memory");
  });

  it("gives every export its number of arguments", () => {
    const kernels = wasm();
    expect(rows.map(([name, { parameters }]) => [name, parameters.length])).toEqual(rows.map(([name]) => [name, kernels[name].length]));
  });

  it("gives every argument and result the kind of its source", () => {
    const declared = sources();
    const offences = rows.flatMap(([name, { parameters, result }]) => {
      const source = declared.get(name);
      if (!source) return [`${name} has no source`];
      const pairs = [
        ...source.parameters.map(({ type }, i) => [type, parameters[i]?.kind] as const),
        [source.result, result.kind] as const,
      ];
      return pairs.flatMap(([type, kind], i) => (kinds[type]?.includes(kind) ? [] : [`${name}, ${i}: ${kind} for ${type}`]));
    });
    expect(offences).toEqual([]);
  });

  it("measures lengths by arguments that the call has", () => {
    for (const [name, { parameters }] of rows) {
      const names = new Set(parameters.map((parameter) => parameter.name));
      const call = new Proxy({} as Record<string, number>, {
        get(_, asked: string) {
          expect(names, `${name} asks for ${asked}`).toContain(asked);
          return 3;
        },
      });
      for (const { length, before } of parameters) {
        for (const measure of [length, before])
          if (measure)
            expect(
              measure(call, () => 2),
              name,
            ).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("gives every size as a double, made of doubles", () => {
    for (const [name, { parameters, result }] of rows.filter(([own]) => /Scratch$|Size$/.test(own))) {
      expect([name, result.kind, ...new Set(parameters.map(({ kind }) => kind))].filter((word) => word !== "f64")).toEqual([name]);
    }
  });
});

/** All files below a folder, without tests and benches of course. */
function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? files(path) : path.endsWith(".ts") ? [path] : [];
  });
}

describe("the exports have callers in the product", () => {
  const withoutComments = (file: string) => readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const product = files("src").filter((file) => file !== "src/numerics/scalar.ts");
  /** Names that a file of the product takes from `bindings/` or, for scalars, from `src/numerics/scalar.ts`. */
  const imported = new Set(
    product.flatMap((file) =>
      [...withoutComments(file).matchAll(/\{([^}]*)\}\s*from\s+"[^"]*(?:\/bindings\/[^"]*|\/scalar\.ts)"/g)].flatMap(([, list]) =>
        list.split(",").map((word) => word.trim().split(" as ")[0]),
      ),
    ),
  );

  /** The exported functions and values of `bindings/` with the kernels that each of them calls. */
  const wrappers = new Map<string, string[]>();
  for (const file of files("bindings").filter((name) => !name.startsWith("bindings/table/") && name !== "bindings/inline.ts")) {
    const text = withoutComments(file);
    for (const part of text.split(/^export (?=(?:async )?function)/m).slice(1)) {
      const name = part.match(/function (\w+)/)?.[1] as string;
      wrappers.set(
        name,
        [...part.matchAll(/\.(\w+)\b/g), ...part.matchAll(/(\w+) *[(}]/g)].map(([, word]) => word),
      );
    }
  }

  /** Whether a name is called by the product, directly or through a wrapper that is. */
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const word of wrappers.get(name) ?? []) visit(word);
  };
  for (const name of imported) visit(name);
  // what memory.ts does for a scope
  visit("openScope");
  const memory = readFileSync("bindings/memory.ts", "utf8");
  if (/\bheapBase\(\)/.test(memory)) wanted.add("heapBase");

  it("each of them", () => {
    expect(rows.map(([name]) => name).filter((name) => !wanted.has(name))).toEqual([]);
  });

  it("and a kernel without one would be noticed", () => {
    expect(wanted).not.toContain("gemmHermitian");
    expect(wrappers.get("flowApplyInto")).toContain("flowApply");
    expect(wanted).toContain("fillUniform");
  });
});
