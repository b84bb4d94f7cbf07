/** Figures beyond the paper of Amato et al.: what the two cavities share, and a cavity in phase space. */
import { quadraticGenerator } from "../dynamics/quadratic.ts";
import { phaseonium } from "../models/phaseonium.ts";
import { phaseoniumLimitGenerator } from "../models/phaseonium-limit.ts";
import { exp, expm1 } from "../numerics/scalar.ts";
import { type ModeMoments, momentsOf } from "../observables/moments.ts";
import { wigner } from "../observables/phasespace.ts";
import { evolveGaussian } from "../solvers/gaussian.ts";
import { run } from "../solvers/run.ts";
import { fock } from "../spaces/space.ts";
import type { Cell, Figure, FigureOptions, Panel, Series } from "./figure.ts";

const paper = "phaseonium";

const RUNS = [
  { id: "heating", title: "Heating from T₀ = 1", phi: 2.404315987, T0: 1, steps: 1000, levels: 30 },
  { id: "cooling", title: "Cooling from T₀ = 1", phi: 1.585589386, T0: 1, steps: 250, levels: 24 },
  { id: "vacuum", title: "From the vacuum", phi: 2.404315987, T0: 0, steps: 1000, levels: 26 },
] as const;

const MEASURES = [
  ["mutual_information", "mutual information"],
  ["gaussian_mutual_information", "Gaussian mutual information"],
  ["discord", "Gaussian discord, cavity 2 measured"],
  ["discord_1", "Gaussian discord, cavity 1 measured"],
] as const;

function correlations({ full, onProgress }: FigureOptions): Panel[] {
  return RUNS.map(({ id, title, phi, T0, steps, levels }, k): Panel => {
    const model = phaseonium({ alpha: 0.25, phi, theta: 0.2, T0, levels: full ? levels + 14 : levels });
    const names = MEASURES.map(([name]) => name);
    const { axis, observables } = run(model, { steps, saveEvery: Math.ceil(steps / (full ? 250 : 100)), observables: names });
    onProgress?.((k + 1) / RUNS.length, title);
    return {
      id: `phaseonium-correlations-${id}`,
      title,
      xLabel: "collisions",
      yLabel: "correlations (nats)",
      series: MEASURES.map(
        ([name, label]): Series => ({
          name: label,
          x: axis.values,
          y: observables[name],
          style: name === "gaussian_mutual_information" ? "dashed" : "line",
        }),
      ),
    };
  });
}

/** Entanglement lives for the first collisions only: atoms that found the cavities empty. */
function entanglement(): Panel {
  const series = [
    [0.25, 0.2],
    [0.5, 0.7],
  ].map(([alpha, theta]): Series => {
    const model = phaseonium({ alpha, phi: 2.404315987, theta, T0: 0, levels: 20 });
    const { axis, observables } = run(model, { steps: 12, saveEvery: 1, observables: ["log_negativity"] });
    // A logarithmic axis has no place for zero.
    const y = observables.log_negativity.map((value) => (value !== null && value > 1e-14 ? value : null));
    return { name: `α = ${alpha}, Ωδt = ${theta}`, x: axis.values, y, marked: true };
  });
  return {
    id: "phaseonium-correlations-entanglement",
    title: "Entanglement from the vacuum",
    xLabel: "collisions",
    yLabel: "logarithmic negativity (base 2)",
    yScale: "log",
    series,
  };
}

/** Amplitudes of the even superposition of the coherent states |±α⟩, α real, up to normalisation. */
function catAmplitudes(alpha: number, levels: number): number[] {
  const amplitudes = [exp((-alpha * alpha) / 2)];
  for (let n = 1; n < levels; n++) amplitudes.push((amplitudes[n - 1] * alpha) / Math.sqrt(n));
  return amplitudes.map((c, n) => (n % 2 === 0 ? c : 0));
}

/** The Wigner function of a cavity that starts in a superposition of two coherent states. */
function wignerPanels({ full }: FigureOptions): Panel[] {
  const points = full ? 241 : 151;
  const axis = Array.from({ length: points }, (_, k) => -4.5 + (9 * k) / (points - 1));
  return [0, 10, 40, 2000].map((steps): Panel => {
    const initial = [["ket", ...catAmplitudes(2, 28)]];
    const model = phaseonium({ cavities: 1, alpha: 0.25, phi: 1.585589386, theta: 0.2, initial, levels: 28 });
    const state = steps === 0 ? model.initial : run(model, { steps, saveEvery: steps, observables: ["n1"] }).final;
    const { values } = wigner(state, axis, axis);
    const cells = Array.from(values, (value, k): Cell => ({ x: axis[k % points], y: axis[Math.floor(k / points)], value }));
    return {
      id: `phaseonium-wigner-${steps}`,
      title: steps === 0 ? "At the start" : `After ${steps} collisions`,
      xLabel: "x = (a + a†)/√2",
      yLabel: "p = (a − a†)/i√2",
      series: [],
      cells,
      square: true,
      cellLabel: "W(x, p)",
      cellScale: "diverging",
    };
  });
}

const LIMIT = { alpha: 0.25, phi: 2.404315987, T0: 1 };

/** The discrete cascade against τ = θ²k, and the master equation (B7) by its covariances. */
function limitPanels({ full }: FigureOptions): Panel[] {
  const until = 28.8;
  const modes = [fock(3, "a"), fock(3, "b")];
  const n0 = 1 / expm1(1 / LIMIT.T0);
  const start = { mean: new Float64Array(4), covariance: Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 2 * n0 + 1 : 0)) };
  const times = Array.from({ length: 121 }, (_, k) => (k * until) / 120);
  const moments = evolveGaussian(quadraticGenerator(phaseoniumLimitGenerator(LIMIT.alpha, LIMIT.phi, modes)), start, times).map(momentsOf);
  const runs = (full ? [0.4, 0.2, 0.1, 0.05] : [0.4, 0.2, 0.1]).map((theta) => {
    const steps = Math.round(until / (theta * theta));
    const model = phaseonium({ ...LIMIT, theta, levels: 28, cut: full ? null : 8 });
    const { axis, observables } = run(model, {
      steps,
      saveEvery: steps / 60,
      observables: ["n1", "n2", "adag_b"],
    });
    return { theta, x: axis.values.map((k) => k * theta * theta), observables };
  });
  return (
    [
      ["n1", "first cavity", "⟨n₁⟩", (m: ModeMoments) => m.adagA[0][0][0]],
      ["n2", "second cavity", "⟨n₂⟩", (m: ModeMoments) => m.adagA[1][1][0]],
      ["adag_b", "what they share", "⟨a†b⟩", (m: ModeMoments) => m.adagA[0][1][0]],
    ] as const
  ).map(
    ([name, title, yLabel, value]): Panel => ({
      id: `phaseonium-limit-${name.replace("_", "-")}`,
      title: `Short crossings: ${title}`,
      xLabel: "τ = θ²k",
      yLabel,
      series: [
        ...runs.map(({ theta, x, observables }): Series => ({ name: `θ = ${theta}`, x, y: observables[name] })),
        { name: "master equation", x: times, y: moments.map(value), style: "dashed" },
      ],
    }),
  );
}

export const figures: readonly Figure[] = [
  {
    id: "phaseonium-limit",
    paper,
    title: "Collisions and their continuous limit",
    caption:
      "The cascade at α = 0.25, φ = 2.4043 for shorter and shorter crossings against τ = θ²k, and the master equation (B7), evolved by its covariances. The difference shrinks as θ².",
    panels: limitPanels,
  },
  {
    id: "phaseonium-correlations",
    paper,
    title: "Correlations between the cavities",
    caption:
      "Mutual information, its Gaussian part and Gaussian discord along runs at α = 0.25, Ωδt = 0.2; entanglement appears only where the cavities start empty. Not in the paper, which names it as future work (Sec. VII).",
    panels: (options) => [...correlations(options), entanglement()],
  },
  {
    id: "phaseonium-wigner",
    paper,
    title: "A superposition of coherent states meets the atoms",
    caption:
      "Wigner function of a single cavity that starts in |α⟩ + |−α⟩, α = 2: interference fringes vanish within tens of collisions, then the state becomes thermal at T = 0.5. Not in the paper.",
    panels: wignerPanels,
  },
];
