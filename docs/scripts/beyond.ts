/** Figures of docs/beyond: what the programs of its pages compute, as curves over a range. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Panel, Series } from "../../src/figures/figure.ts";

const dist = (name: string) => pathToFileURL(resolve(import.meta.dirname, `../../dist/${name}.js`)).href;

/** Draws every figure of docs/beyond into a folder, with the built library. */
export async function drawBeyond(folder: string): Promise<void> {
  const library = (await import(dist("index"))) as typeof import("../../src/index.ts");
  const { longTimeCoherence } = (await import(dist("papers"))) as typeof import("../../src/papers.ts");
  const { drawSvg } = (await import(dist("figures"))) as typeof import("../../src/figures/index.ts");
  const { composite, harvest, phaseonium, run, steady } = library;

  /** A curve through the points of a function. */
  const curve = (name: string, x: readonly number[], f: (x: number) => number, style: Series["style"] = "line"): Series => ({
    name,
    x,
    y: x.map(f),
    style,
  });
  const steadyCoherence = (parameters: Readonly<Record<string, number | string>>) =>
    steady(composite(parameters), { observables: ["C_l1"] }).observables.C_l1 as number;
  const meetings = (N: number) => {
    const expected = Math.ceil(6 / (0.02 * 0.02) / (N * N)) * 6 + 100;
    const { observables } = run(harvest({ N, nbar: 10, gtau: 0.02 }), { steps: expected, saveEvery: 1, observables: ["rho_ee"] });
    return [...(observables.rho_ee as Iterable<number>)].findIndex((p) => p >= (0.99 * 10) / 21);
  };
  const entanglement = (alpha: number) => (theta: number) =>
    run(phaseonium({ cavities: 2, alpha, theta, phi: 0, T0: 0, levels: 4 }), {
      steps: 1,
      observables: ["log_negativity"],
    }).observables.log_negativity.at(-1) as number;

  const sizes = Array.from({ length: 53 }, (_, k) => k + 2);
  const angles = Array.from({ length: 41 }, (_, k) => 0.05 * k);
  const atoms = [2, 5, 10, 20, 50, 100, 200, 400, 600, 800, 1000];
  const cascade = run(phaseonium({ cavities: 2, alpha: 0.25, phi: 2.6, theta: 0.2, T0: 1, levels: 60 }), {
    steps: 500,
    saveEvery: 10,
    observables: ["T1", "T2"],
  });
  const times = Array.from({ length: 51 }, (_, k) => 10 * k);
  const panels: readonly Panel[] = [
    {
      id: "thousand-atoms",
      title: "Long-time coherence of N atoms in a common bath, n̄ = 10",
      xLabel: "number of atoms N",
      yLabel: "log₁₀ of the l₁ coherence",
      series: [curve("exact", atoms, (N) => Math.log10(longTimeCoherence(N, 10)))],
    },
    {
      id: "superradiant-harvest",
      title: "Meetings to 99 % of the limit, n̄ = 10, gτ = 0.02",
      xLabel: "atoms per cluster N",
      yLabel: "meetings",
      xScale: "log",
      yScale: "log",
      series: [curve("exact collisions", [1, 2, 3, 5, 8, 12, 20, 30, 50], meetings)],
    },
    {
      id: "above-the-bound",
      title: "Stationary coherence, T = 0",
      xLabel: "qubits per cluster N",
      yLabel: "l₁ coherence",
      series: [
        curve("exact, τ = 0.1", sizes, (N) => steadyCoherence({ N, T: 0, tau: 0.1 })),
        curve("exact, τ = 1", sizes, (N) => steadyCoherence({ N, T: 0, tau: 1 })),
        curve("limit τ → 0", sizes, (N) => steadyCoherence({ N, T: 0, evaluation: "generator" }), "dashed"),
      ],
      rules: [{ axis: "y", at: Math.SQRT1_2, label: "1/√2" }],
    },
    {
      id: "entangled-cavities",
      title: "Two empty cavities after one atom",
      xLabel: "interaction angle θ",
      yLabel: "logarithmic negativity (ebit)",
      series: [0.45, 0.65, 0.85].map((alpha) => curve(`α = ${alpha}`, angles, entanglement(alpha))),
    },
    {
      id: "large-cascade",
      title: "Two cavities of 60 levels, α = 0.25, φ = 2.6",
      xLabel: "collisions",
      yLabel: "temperature (ħω/k_B)",
      series: ["T1", "T2"].map((name, k) => ({
        name: `cavity ${k + 1}`,
        x: times,
        y: [...(cascade.observables[name] as Iterable<number>)],
      })),
    },
  ];
  mkdirSync(folder, { recursive: true });
  for (const panel of panels) writeFileSync(join(folder, `${panel.id}.svg`), await drawSvg(panel));
}
