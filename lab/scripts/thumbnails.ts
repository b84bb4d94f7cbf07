/**
 * The small pictures on the gallery's cards: each card's own question, computed by the engine. Writes src/gallery/thumbnails.ts; a test holds
 * that file to what is computed here.
 *
 *   npx tsx lab/scripts/thumbnails.ts
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { documentModel, readDocument } from "../../src/documents/index.ts";
import { averaged, modelByName, parseNoise, run, sweep } from "../../src/index.ts";

type Curve = readonly (number | null)[];

/** A card's curves along one axis. */
interface Curves {
  readonly xs: readonly number[];
  readonly curves: readonly Curve[];
}

const root = resolve(import.meta.dirname, "../..");
/** Size of a picture, and the room that a line needs. */
const [WIDTH, HEIGHT, AIR] = [240, 56, 3];

function model(name: string, values: Readonly<Record<string, unknown>> = {}) {
  const file = [".json", ".yaml"].map((end) => join(root, "examples", `${name}${end}`)).find(existsSync);
  if (!file) return modelByName(name, values as never);
  return documentModel(readDocument(readFileSync(file, "utf8"), { file })).build(values as never);
}

function along(name: string, observables: readonly string[], length: object, values = {}): Curves {
  const found = run(model(name, values), { ...length, observables });
  return { xs: found.axis.values, curves: observables.map((one) => found.observables[one] as Curve) };
}

function over(name: string, observables: readonly string[], parameter: string, from: number, to: number, points = 41): Curves {
  const values = Array.from({ length: points }, (_, k) => from + ((to - from) * k) / (points - 1));
  const found = sweep(model(name), { over: parameter, values, observables });
  return { xs: values, curves: observables.map((one) => found.observables[one] as Curve) };
}

const drawn: Readonly<Record<string, () => Curves>> = {
  "thermalising-qubit": () => along("thermalising-qubit", ["energy"], { steps: 400, saveEvery: 10 }),
  phaseonium: () => along("phaseonium", ["T1", "T2"], { steps: 300, saveEvery: 10 }, { levels: 20, T0: 0.6, theta: 0.3 }),
  "engine-qubit": () => over("engine-qubit", ["W"], "betah", 0.1, 1.2),
  "qutrit-two-baths": () => over("qutrit-two-baths", ["inversion"], "Th", 0.5, 8),
  micromaser: () => over("micromaser", ["photons"], "tau", 0.1, 8, 81),
  "swap-memory": () => along("swap-memory", ["sz"], { steps: 60 }),
  structured: () => over("structured", ["C_l1"], "kappa", 0.02, 2),
  "composite-cluster": () => over("composite-cluster", ["C"], "T", 0.05, 2),
  rotor: () => over("rotor", ["WQ"], "beta2", 0.002, 0.09),
  atoms: () => along("atoms", ["C_l1"], { until: 1, saveEvery: 0.025 }),
  "driven-kerr-cavity": () => along("driven-kerr-cavity", ["photons"], { until: 10, saveEvery: 0.2 }),
  "ou-detuning": () => {
    const found = averaged(model("ou-detuning"), {
      until: 6,
      saveEvery: 0.15,
      every: 0.15,
      observables: ["sx", "sz"],
      noise: Object.fromEntries([parseNoise("delta=ou(0, 0.5, 2)")]),
    });
    return { xs: found.axis, curves: [found.observables.sx as Curve, found.observables.sz as Curve] };
  },
};

/** Paths of all cards, by name. */
export function thumbnails(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(drawn).map(([name, make]) => [name, pathsOf(make())]));
}

function pathsOf({ xs, curves }: Curves): readonly string[] {
  const finite = curves.flat().filter((value): value is number => value !== null && Number.isFinite(value));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const [from, to] = [xs[0] as number, xs[xs.length - 1] as number];
  const x = (value: number): number => AIR + ((WIDTH - 2 * AIR) * (value - from)) / (to - from);
  const y = (value: number): number => HEIGHT - AIR - ((HEIGHT - 2 * AIR) * (value - low)) / (high - low);
  return curves.map((curve) => {
    let pen = false;
    return curve
      .map((value, k) => {
        if (value === null || !Number.isFinite(value)) {
          pen = false;
          return "";
        }
        const at = `${pen ? "L" : "M"}${Number(x(xs[k] as number).toFixed(1))} ${Number(y(value).toFixed(1))}`;
        pen = true;
        return at;
      })
      .join("");
  });
}

if (process.argv[1] === import.meta.filename) {
  const text = JSON.stringify(thumbnails(), null, 2);
  writeFileSync(
    join(root, "lab/src/gallery/thumbnails.ts"),
    `/** The curves on the gallery's cards, in a box of ${WIDTH} by ${HEIGHT}: made by scripts/thumbnails.ts. */\nexport const thumbnails: Readonly<Record<string, readonly string[]>> = ${text};\n`,
  );
}
