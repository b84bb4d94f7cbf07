/** The six pictures of the home page: the question of a model that the lab opens, computed and drawn when the site is built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Panel } from "../../src/figures/figure.ts";

const root = resolve(import.meta.dirname, "../..");
const dist = (name: string) => pathToFileURL(resolve(root, `dist/${name}.js`)).href;

/** Draws them into a folder, with the built library. */
export async function drawHome(folder: string): Promise<void> {
  const { averaged, modelByName, parseNoise, run, steady, sweep, wigner } = (await import(
    dist("index")
  )) as typeof import("../../src/index.ts");
  const { documentModel, readDocument } = (await import(dist("documents"))) as typeof import("../../src/documents/index.ts");
  const { drawSvg } = (await import(dist("figures"))) as typeof import("../../src/figures/index.ts");

  const model = (name: string) => {
    const file = [".json", ".yaml"].map((end) => join(root, `examples/${name}${end}`)).find(existsSync);
    return file ? documentModel(readDocument(readFileSync(file, "utf8"), { file })).build({}) : modelByName(name, {});
  };
  const grid = (from: number, to: number, points: number) =>
    Array.from({ length: points }, (_, k) => from + ((to - from) * k) / (points - 1));
  /** A stationary observable over a parameter. */
  const over = (name: string, observable: string, parameter: string, values: readonly number[]) => ({
    name: observable,
    x: values,
    y: [...(sweep(model(name), { over: parameter, values, observables: [observable] }).observables[observable] as Iterable<number | null>)],
  });

  const qubit = model("thermalising-qubit");
  const curve = run(qubit, { steps: 400, saveEvery: 10, observables: ["energy"] });
  const end = steady(qubit, { observables: ["energy"] }).observables.energy as number;

  const wandering = averaged(model("ou-detuning"), {
    until: 6,
    saveEvery: 0.1,
    every: 0.1,
    observables: ["sx"],
    spread: true,
    noise: Object.fromEntries([parseNoise("delta=ou(0, 0.5, 2)")]),
  });
  const sx = [...(wandering.observables.sx as Iterable<number>)];
  const std = [...((wandering.std?.sx ?? []) as Iterable<number>)];

  const places = grid(-4, 4, 61);
  const kerr = steady(model("driven-kerr-cavity")).state;
  const { values } = wigner(kerr, places, places);

  const panels: readonly Panel[] = [
    {
      id: "thermalising-qubit",
      title: "An excited qubit meets a cold stream",
      xLabel: "collisions",
      yLabel: "energy (ħω)",
      series: [{ name: "energy", x: [...curve.axis.values], y: [...(curve.observables.energy as Iterable<number>)] }],
      rules: [{ axis: "y", at: end, label: "stationary" }],
    },
    {
      id: "engine-qubit",
      title: "Work per cycle: engine and refrigerator",
      xLabel: "β of the hot stream (1/ħω)",
      yLabel: "W (ħω)",
      series: [{ ...over("engine-qubit", "W", "betah", grid(0.1, 1.2, 45)), name: "W" }],
      rules: [{ axis: "y", at: 0 }],
    },
    {
      id: "structured",
      title: "Coherence out of heat alone",
      xLabel: "coupling κ within a pair",
      yLabel: "l₁ coherence",
      series: [{ ...over("structured", "C_l1", "kappa", grid(0.05, 6, 60)), name: "C" }],
    },
    {
      id: "micromaser",
      title: "A micromaser",
      xLabel: "time of flight τ (1/ω)",
      yLabel: "photons",
      series: [{ ...over("micromaser", "photons", "tau", grid(0.1, 8, 80)), name: "⟨n⟩" }],
    },
    {
      id: "driven-kerr-cavity",
      title: "A driven Kerr cavity in phase space",
      xLabel: "x",
      yLabel: "p",
      series: [],
      cells: [...values].map((value, k) => ({ x: places[k % places.length], y: places[Math.floor(k / places.length)], value })),
      cellLabel: "W(x, p)",
      cellScale: "diverging",
      square: true,
    },
    {
      id: "ou-detuning",
      title: "Slow noise dephases a qubit",
      xLabel: "time (1/energy)",
      yLabel: "⟨σ_x⟩",
      series: [
        {
          name: "exact mean and spread",
          x: [...wandering.axis],
          y: sx,
          lower: sx.map((mean, k) => mean - std[k]),
          upper: sx.map((mean, k) => mean + std[k]),
        },
      ],
    },
  ];
  mkdirSync(folder, { recursive: true });
  for (const panel of panels) writeFileSync(join(folder, `${panel.id}.svg`), await drawSvg(panel));
}
