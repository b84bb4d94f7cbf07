import { contactCollision } from "../dynamics/contact.ts";
import { composite, compositeContact } from "../models/composite.ts";
import {
  type ClusterKind,
  clusterMoments,
  limitingCoherence,
  limitingPurity,
  printedTransient,
  rabiApproximation,
  rotatingCoherence,
  rotatingSteady,
  tanhHalf,
} from "../models/composite-formulas.ts";
import type { Parameters } from "../models/model.ts";
import { run } from "../solvers/run.ts";
import { transientMaximum } from "../studies/extrema.ts";
import { fixedPoint, linear, qubitCoherence, qubitPurity, stepOf } from "./bloch.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

const F2 = 0.6;
const F1 = F2 / Math.sqrt(2);
const SIZES = [1, 2, 3, 8];
const T_LABEL = "temperature T/ω_B";

const defaults = composite().parameters;

/** Fixed point of the exact collisions, by spin sectors or the collective mode. */
function collided(bath: ClusterKind, N: number, T: number): Float64Array {
  const { contact } = compositeContact({ ...defaults, f1: F1, f2: F2, bath, N, T, tau: 0.051 });
  return fixedPoint(stepOf(contact.system, contactCollision(contact)));
}

function growth(id: string, bath: ClusterKind, sizes: readonly number[]): Figure["panels"] {
  return () => {
    const series = sizes.map((N): Series => {
      const { axis, observables } = run(composite({ f1: F1, f2: F2, bath, N, T: 0.2, tau: 1 }), {
        steps: 40,
        saveEvery: 1,
        observables: ["C_l1"],
      });
      return { name: `N = ${N}`, x: axis.values, y: observables.C_l1, marked: true };
    });
    return [{ id, title: "Coherence grows collision by collision (τ = 1, β = 5)", xLabel: "collision number n", yLabel: "C_l1", series }];
  };
}

/** Figs. 2a and 5a: steady coherence and purity against temperature, with the fixed points of collisions as dots. */
function steadyPanels(id: string, bath: ClusterKind): Figure["panels"] {
  return ({ full }: FigureOptions): readonly Panel[] => {
    const temperatures = linear(0.02, 2, full ? 200 : 100);
    const dots = linear(0.1, 2, full ? 20 : 10);
    const steady = (N: number, T: number) => rotatingSteady(F1, F2, 1, clusterMoments(bath, N, T, 1));
    const panel = (
      suffix: string,
      title: string,
      yLabel: string,
      limit: (T: number) => number,
      value: (r: ArrayLike<number>) => number,
    ): Panel => ({
      id: `${id}-${suffix}`,
      title,
      xLabel: T_LABEL,
      yLabel,
      series: [
        ...SIZES.flatMap((N): Series[] => [
          { name: `N = ${N}`, x: temperatures, y: temperatures.map((T) => value(steady(N, T))), group: `${N}` },
          { name: `N = ${N}, τ = 0.051`, x: dots, y: dots.map((T) => value(collided(bath, N, T))), style: "dots", group: `${N}` },
        ]),
        { name: "N → ∞", x: temperatures, y: temperatures.map((T) => limit(tanhHalf(1, T))), style: "dashed" },
      ],
    });
    return [
      panel("coherence", `Steady coherence, clusters of ${bath}`, "C_l1", (t) => limitingCoherence(F1, F2) * t, qubitCoherence),
      panel("purity", `Steady purity, clusters of ${bath}`, "purity", (t) => limitingPurity(F1, F2, t), qubitPurity),
    ];
  };
}

const WEAK: Parameters = { f1: 0.15, f2: 0.15, tau: 0.051, evaluation: "generator" };

/** The largest coherence over time of the master equation from the thermal state of the bath. */
function optimum(bath: ClusterKind, interaction: "RWA" | "CR", N: number, T: number): { readonly C: number; readonly P: number } {
  const model = composite({ ...WEAK, bath, interaction, N, T });
  const { value, at } = transientMaximum(model, "C_l1", { until: 6 });
  const P = at === null ? null : run(model, { times: [0, at], observables: ["purity"] }).observables.purity[1];
  return { C: value, P: P ?? Number.NaN };
}

/** Figs. 2b and 5b: the time-optimised coherence and the purity at that time. */
function transientPanels(id: string, bath: ClusterKind): Figure["panels"] {
  return ({ full, onProgress }: FigureOptions): readonly Panel[] => {
    const temperatures = linear(0.05, 0.9, full ? 86 : 35);
    const kinds = [1, 3].flatMap((N) => (["RWA", "CR"] as const).map((interaction) => ({ N, interaction })));
    const rows = kinds.map(({ N, interaction }, k) => {
      onProgress?.((k + 1) / kinds.length, `N = ${N}, ${interaction}`);
      const exact = temperatures.map((T) => optimum(bath, interaction, N, T));
      const printed = temperatures.map((T) => printedTransient(bath, interaction, 0.15, 0.15, N, 1, -tanhHalf(1, T)));
      return { name: `N = ${N}, ${interaction}`, exact, printed };
    });
    const panel = (suffix: string, title: string, yLabel: string, of: "C" | "P"): Panel => ({
      id: `${id}-${suffix}`,
      title,
      xLabel: T_LABEL,
      yLabel,
      series: rows.flatMap(({ name, exact, printed }): Series[] => [
        { name, x: temperatures, y: exact.map((row) => row[of]), group: name },
        { name: `${name}, printed estimate`, x: temperatures, y: printed.map((row) => row[of]), style: "dashed", group: name },
      ]),
    });
    return [
      panel("coherence", `Largest coherence over time, clusters of ${bath}`, "C_l1", "C"),
      panel("purity", `Purity at that time, clusters of ${bath}`, "purity", "P"),
    ];
  };
}

function comparison({ full }: FigureOptions): readonly Panel[] {
  const temperatures = linear(0.05, 2, full ? 118 : 79);
  const best = (bath: ClusterKind, interaction: "RWA" | "CR") => temperatures.map((T) => optimum(bath, interaction, 3, T).C);
  const qubits = best("qubits", "RWA");
  const line = (name: string, y: readonly number[], style: Series["style"] = "line"): Series => ({ name, x: temperatures, y, style });
  return [
    {
      id: "composite-3a",
      title: "Transient against steady coherence, N = 3 qubits",
      xLabel: T_LABEL,
      yLabel: "C_l1",
      series: [
        line("largest over time", qubits),
        line(
          "steady",
          temperatures.map((T) => rotatingCoherence(0.15, 0.15, 1, clusterMoments("qubits", 3, T, 1))),
          "dashed",
        ),
      ],
    },
    {
      id: "composite-3b",
      title: "Largest coherence over time, qubits against oscillators, N = 3",
      xLabel: T_LABEL,
      yLabel: "C_l1",
      series: [
        line("qubits, RWA", qubits),
        line("oscillators, RWA", best("oscillators", "RWA")),
        line("qubits, CR", best("qubits", "CR")),
        line("oscillators, CR", best("oscillators", "CR")),
      ],
    },
  ];
}

/** Fig. 6: the Bloch vector on its way, with (B14)–(B16) and collisions. */
function approximations(): readonly Panel[] {
  const [f2, T] = [0.3, 0.7213475204444817];
  const f1 = f2 / Math.sqrt(2);
  return (["qubits", "oscillators"] as const).map((bath): Panel => {
    const base: Parameters = { f1, f2, bath, interaction: "CR", T, tau: 0.051, initial_bloch: [0, 0, -0.6] };
    const times = linear(0, 12.24, 121);
    const components = ["sx", "sy", "sz", "C_l1"] as const;
    const exact = run(composite({ ...base, evaluation: "generator" }), { times, observables: [...components] });
    const dots = run(composite(base), { steps: 240, saveEvery: 8, observables: [...components] });
    const moments = clusterMoments(bath, 1, T, 1);
    const approximate = times.map((t) => rabiApproximation(f1, f2, 1, -0.6, moments, t));
    const names = { sx: "⟨σ_x⟩", sy: "⟨σ_y⟩", sz: "⟨σ_z⟩", C_l1: "C_l1" };
    return {
      id: `composite-6-${bath}`,
      title: `Bloch vector with counter-rotating terms, clusters of one ${bath.slice(0, -1)}`,
      xLabel: "time ωt",
      yLabel: "expectation value",
      series: components.flatMap((name, k): Series[] => [
        { name: names[name], x: times, y: exact.observables[name], group: name },
        {
          name: `${names[name]}, τ = 0.051`,
          x: dots.axis.values.map((n) => 0.051 * n),
          y: dots.observables[name],
          style: "dots",
          group: name,
        },
        {
          name: `${names[name]}, (B14)–(B16)`,
          x: times,
          y: approximate.map((r) => (k < 3 ? r[k] : qubitCoherence(r))),
          style: "dashed",
          group: name,
        },
      ]),
      rules: [{ axis: "y", at: printedTransient(bath, "CR", f1, f2, 1, 1, -0.6).C, label: "printed maximum of C" }],
    };
  });
}

const paper = "composite";
const STRONG = "f₂ = 0.6, f₁ = f₂/√2";

export const figures: readonly Figure[] = [
  {
    id: "composite-1c",
    paper,
    title: "Coherence from collisions with clusters",
    caption: `τ = 1, β = 5 as printed; couplings are ours (those of figure 2a, ${STRONG}).`,
    panels: growth("composite-1c", "qubits", [1, 2, 3]),
  },
  {
    id: "composite-2a",
    paper,
    title: "Steady coherence and purity, qubit clusters",
    caption: `${STRONG}. Lines: limiting master equation; dots: exact collisions, τ = 0.051, off by O(τ). The purity is not bounded below by N → ∞.`,
    panels: steadyPanels("composite-2a", "qubits"),
  },
  {
    id: "composite-2b",
    paper,
    title: "Time-optimised coherence, qubit clusters",
    caption: "f₁ = f₂ = 0.15, thermal start. Lines: exact; dashed: the printed estimates.",
    panels: transientPanels("composite-2b", "qubits"),
  },
  {
    id: "composite-3",
    paper,
    title: "Transient against steady coherence",
    caption: "f₁ = f₂ = 0.15, N = 3; exact optima.",
    panels: comparison,
  },
  {
    id: "composite-4c",
    paper,
    title: "Coherence from collisions with oscillators",
    caption: `Parameters are ours: those of figure 1c, ${STRONG}.`,
    panels: growth("composite-4c", "oscillators", [1]),
  },
  {
    id: "composite-5a",
    paper,
    title: "Steady coherence and purity, oscillator clusters",
    caption: `${STRONG}; as figure 2a.`,
    panels: steadyPanels("composite-5a", "oscillators"),
  },
  {
    id: "composite-5b",
    paper,
    title: "Time-optimised coherence, oscillator clusters",
    caption: "f₁ = f₂ = 0.15; as figure 2b.",
    panels: transientPanels("composite-5b", "oscillators"),
  },
  {
    id: "composite-6",
    paper,
    title: "The Bloch vector with counter-rotating terms",
    caption: "f₂ = 0.3, f₁ = f₂/√2, start z₀ = −0.6, tanh(1/2T) = 0.6. The caption names no bath: both are shown.",
    panels: approximations,
  },
];
