import { harvest } from "../models/harvest.ts";
import { caloricCoherence, feedTemperature, ladderPopulations } from "../models/harvest-formulas.ts";
import { run } from "../solvers/run.ts";
import { steady } from "../solvers/steady.ts";
import { linear } from "./bloch.ts";
import type { Figure, Panel, Series } from "./figure.ts";

/** Approach of the qubit to the temperature that the pairs carry, for exact, second-order and limiting evaluation. */
function approach(): readonly Panel[] {
  const curves = [
    ["pairs from the bath", {}],
    ["dephased pairs", { dephased: true }],
    ["single atoms", { N: 1 }],
    ["clusters of 6", { N: 6 }],
  ] as const;
  const series = curves.map(([name, changes]): Series => {
    const { axis, observables } = run(harvest({ ...changes }), { steps: 400, saveEvery: 2, observables: ["rho_ee"] });
    return { name, x: axis.values, y: observables.rho_ee };
  });
  return [
    {
      id: "harvest-1",
      title: "A qubit heated by clusters from a common bath, n̄ = 10, gτ = 0.1",
      xLabel: "cluster number",
      yLabel: "excited population of the qubit",
      // room for the name of the rule above all curves
      yDomain: [0, 0.52],
      series,
      rules: [{ axis: "y", at: 10 / 21, label: "temperature of the bath" }],
    },
  ];
}

/** Effective temperature over that of the bath, and the coherence that heats against cluster size. */
function temperatures(): readonly Panel[] {
  const photons = linear(0.1, 10, 60);
  const ofPair = (nbar: number, dephased: boolean): number | null => {
    const [gg, one, ee] = ladderPopulations(2, nbar);
    const middle = dephased ? one : 2 * one;
    return feedTemperature({ re: 2 * ee + middle, rd: 2 * gg + middle, lambda: [0, 0], epsilon: [0, 0] }, 1);
  };
  const sizes = linear(2, 12, 11);
  return [
    {
      id: "harvest-2",
      title: "Temperature of the qubit: pairs with and without their coherence",
      xLabel: "thermal photons n̄",
      yLabel: "T_eff/ω₀",
      series: [
        { name: "with coherence: that of the bath", x: photons, y: photons.map((n) => ofPair(n, false)) },
        { name: "dephased", x: photons, y: photons.map((n) => ofPair(n, true)), style: "dashed" },
      ],
    },
    {
      id: "harvest-2-coherence",
      title: "The coherence that heats, and all of it, n̄ = 10",
      xLabel: "atoms per cluster N",
      yLabel: "coherence",
      yScale: "log",
      series: [
        { name: "Σ p_k k(N − k)", x: sizes, y: sizes.map((N) => caloricCoherence(ladderPopulations(N, 10))), marked: true },
        { name: "C_l1", x: sizes, y: sizes.map((N) => l1(N)), style: "dashed", marked: true },
      ],
    },
  ];
}

function l1(N: number): number {
  let choose = 1;
  let sum = 0;
  ladderPopulations(N, 10).forEach((p, k) => {
    sum += p * choose;
    choose = (choose * (N - k)) / (k + 1);
  });
  return sum - 1;
}

/** A pair with every coherence: drive, heat and power against the interaction angle. */
function currents(): readonly Panel[] {
  const angles = linear(0.01, 0.3, 30);
  const rows = angles.map((gtau) => {
    const state = steady(harvest({ rho_b: COHERENT_PAIR, gtau, evaluation: "generator" }), { observables: ["heat_current", "power"] });
    return state.observables;
  });
  return [
    {
      id: "harvest-4",
      title: "Heat current and power of a coherently driving pair: J + P = 0",
      xLabel: "interaction angle gτ",
      yLabel: "energy per time",
      series: [
        { name: "heat current J", x: angles, y: rows.map((row) => row.heat_current) },
        { name: "power P", x: angles, y: rows.map((row) => row.power), style: "dashed" },
      ],
    },
  ];
}

/** A pair with λ, ε and heat-exchange coherence, in 65ths: rows ee, eg, ge, gg of [Re, Im]. */
const COHERENT_PAIR = (
  [
    [
      [15, 0],
      [9, -8],
      [4, 0],
      [7, 7],
    ],
    [
      [9, 8],
      [10, 0],
      [1, 2],
      [0, 5],
    ],
    [
      [4, 0],
      [1, -2],
      [7, 0],
      [5, 14],
    ],
    [
      [7, -7],
      [0, -5],
      [5, -14],
      [33, 0],
    ],
  ] as const
).map((row) => row.map(([re, im]) => [re / 65, im / 65]));

const paper = "harvest";

export const figures: readonly Figure[] = [
  {
    id: "harvest-1",
    paper,
    title: "Harvesting",
    caption: "Exact collisions with gτ = 0.1 from the ground state; the paper shows no figure of it.",
    panels: approach,
  },
  {
    id: "harvest-2",
    paper,
    title: "What heats",
    caption: "Pairs and clusters at long times in a common bath, ground start.",
    panels: temperatures,
  },
  { id: "harvest-4", paper, title: "Heat and power", caption: "Steady state of (11), corrected (27) and (28).", panels: currents },
];
