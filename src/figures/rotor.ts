import { stopIfAborted } from "../errors.ts";
import type { Parameters } from "../models/model.ts";
import { rotor } from "../models/rotor.ts";
import { run } from "../solvers/run.ts";
import { steady } from "../solvers/steady.ts";
import { exchangeBaths } from "../studies/rectify.ts";
import { findRoot } from "../studies/roots.ts";
import { MODES } from "../thermodynamics/heat-flows.ts";
import { type CurrentPair, currentMagnitude, rectification, rectificationPerformance } from "../thermodynamics/rectification.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";
import { trace } from "./refine.ts";

/** Parameters of Figs. 2 and 3 (I = 1 is not in the paper). */
const MACHINE: Parameters = { B1: 4, B2: 10, beta1: 0.1, betar: 0.09, g: 1, chi: 0, lam: 0.1, gamma: 5e-5, I: 1 };
const RATIO = "β_2/β_1";

type Row = Readonly<Record<string, number | null>>;

/** Equidistant points from a to b. */
function grid(a: number, b: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => a + ((b - a) * k) / (count - 1));
}

/** Stationary observables at each ratio of temperatures. */
function overRatios(ratios: readonly number[], observables: string[], { onProgress, signal }: FigureOptions): readonly Row[] {
  return ratios.map((r, k) => {
    stopIfAborted(signal);
    const row = steady(rotor({ ...MACHINE, beta2: 0.1 * r }), { observables }).observables as Row;
    onProgress?.((k + 1) / ratios.length, `${RATIO} = ${r.toPrecision(3)}`);
    return row;
  });
}

function column(rows: readonly Row[], name: string): readonly (number | null)[] {
  return rows.map((row) => row[name]);
}

/** β2/β1 where a stationary observable changes sign. */
function threshold(observable: string, low: number, high: number): number {
  const value = (r: number) =>
    steady(rotor({ ...MACHINE, beta2: 0.1 * r }), { observables: [observable] }).observables[observable] as number;
  return findRoot(value, low, high, 1e-7).at;
}

function machine(options: FigureOptions): readonly Panel[] {
  const rules = [
    { axis: "x", at: threshold("WQ", 0.4, 0.47), label: "W = 0" },
    { axis: "x", at: threshold("Q2", 0.47, 0.54), label: "Q = 0" },
  ] as const;
  // The efficiency ends where the power does, and the coefficient of performance begins where the heat does.
  const ends = [rules[0].at - 1e-5, rules[1].at + 1e-5];
  const ratios = [...grid(0.01, 0.899, options.full ? 200 : 90), ...ends].sort((a, b) => a - b);
  const rows = overRatios(ratios, ["Q1", "Q2", "Qr", "WQ", "eta", "COP", "mode"], options);
  const line = (name: string, key: string): Series => ({ name, x: ratios, y: column(rows, key) });
  return [
    {
      id: "rotor-2a",
      title: "Stationary heat flows and power: engine, accelerator, refrigerator",
      xLabel: RATIO,
      yLabel: "energy per time",
      series: [line("Q_1", "Q1"), line("Q_2", "Q2"), line("Q_r", "Qr"), line("W of the qubits", "WQ")],
      rules,
    },
    {
      id: "rotor-2b",
      title: "Efficiency of the engine and Carnot's bound",
      xLabel: RATIO,
      yLabel: "efficiency",
      series: [line("η", "eta"), { name: "η of Carnot, 1 − β_2/β_1", x: ratios, y: ratios.map((r) => 1 - r), style: "dashed" }],
      rules: [rules[0]],
    },
    {
      id: "rotor-2c",
      title: "Coefficient of performance of the refrigerator and its bounds",
      xLabel: RATIO,
      yLabel: "coefficient of performance",
      yDomain: [0, 2],
      series: [
        line("COP", "COP"),
        {
          name: "Carnot, β_2/(β_1 − β_2)",
          x: ratios,
          y: ratios.map((r) => r / (1 - r)),
          style: "dashed",
        },
      ],
      rules: [rules[1], { axis: "y", at: 2 / 3, label: "B_1/(B_2 − B_1)" }],
    },
    {
      id: "rotor-2-modes",
      title: "Mode of operation (Table I)",
      xLabel: RATIO,
      yLabel: "",
      yNames: MODES.slice(0, 1 + Math.max(...column(rows, "mode").map(Number))),
      series: [{ ...line("mode", "mode"), style: "dots" }],
      rules,
    },
  ];
}

function ergotropies(options: FigureOptions): readonly Panel[] {
  const ratios = grid(0.01, 0.899, options.full ? 400 : 179);
  const rows = overRatios(ratios, ["total", "two_qubit", "rotor", "qubit1", "qubit2"], options);
  const line = (name: string, key: string, style: Series["style"] = "line"): Series => ({ name, x: ratios, y: column(rows, key), style });
  return [
    {
      id: "rotor-3",
      title: "Stationary ergotropies",
      xLabel: RATIO,
      yLabel: "ergotropy (energy)",
      series: [line("total", "total"), line("two qubits", "two_qubit"), line("rotor", "rotor"), line("each qubit", "qubit1", "dashed")],
      rules: [{ axis: "x", at: 0.4, label: "B_1/B_2" }],
    },
  ];
}

/** Parameters of Figs. 4 and 5; the cut-off Ω = 20 and the list of β2 are ours. */
const RECTIFIER: Parameters = { ...MACHINE, g: 0.5, me: "global", Omega: 20, lmin: -30, lmax: 40 };
const HEAT_SCALE = 0.1 * 0.25;
const HOT = [0.01, 0.02, 0.03, 0.05];

function currentsAt(beta2: number, chi: number): Readonly<Record<"heat" | "angular", CurrentPair>> {
  const model = rotor({ ...RECTIFIER, beta2, chi });
  const currents = { heat: ["Q2", "Q1"], angular: ["L", "L"] } as const;
  return exchangeBaths(model, { exchange: ["beta1", "beta2"], currents }) as Readonly<Record<"heat" | "angular", CurrentPair>>;
}

type Currents = ReturnType<typeof currentsAt>;

/** Currents by temperature and χ: Figs. 4 and 5 share most of them. */
const known = new Map<string, Currents>();

/** The currents over χ for each temperature of the hot bath, with points where the curve of R against J turns. */
function currentCurves(which: "heat" | "angular", scale: number, { full, onProgress, signal }: FigureOptions) {
  // Denser towards χ = 1, where both currents change fastest.
  const places = grid(1, 0.27, full ? 41 : 21);
  return HOT.map((beta2, b) => {
    let count = 0;
    const points = trace(
      places,
      (v) => {
        stopIfAborted(signal);
        const chi = 1 - v * v * v;
        const key = `${beta2} ${chi}`;
        const value = known.get(key) ?? currentsAt(beta2, chi);
        known.set(key, value);
        onProgress?.((b + Math.min(1, ++count / 60)) / HOT.length, `β2 = ${beta2}, χ = ${chi.toPrecision(2)}`);
        return { x: currentMagnitude(value[which], scale), y: rectification(value[which]) ?? Number.NaN, value };
      },
      full ? 240 : 140,
    );
    return { beta2, points: points.map(({ value }) => value[which]) };
  });
}

function rectifier(which: "heat" | "angular"): (options: FigureOptions) => readonly Panel[] {
  const scale = which === "heat" ? HEAT_SCALE : 1;
  return (options) => {
    const curves = currentCurves(which, scale, options);
    const series = curves.flatMap(({ beta2, points: pairs }): readonly Series[] => {
      const best = [0, 0.5, 1].map((alpha) => bestPair(pairs, alpha, scale));
      const group = `β_2 = ${beta2}`;
      return [
        { name: group, x: pairs.map((pair) => currentMagnitude(pair, scale)), y: pairs.map(rectification), group },
        {
          name: `${group}, best Γ: α = 0, ½, 1`,
          x: best.map((pair) => currentMagnitude(pair, scale)),
          y: best.map(rectification),
          style: "dots",
          group,
        },
      ];
    });
    const heat = which === "heat";
    return [
      {
        id: heat ? "rotor-4" : "rotor-5",
        title: heat
          ? "Heat rectification against the current, over χ = 0 … 0.98"
          : "Rectification of the angular momentum, over χ = 0 … 0.98",
        xLabel: heat ? "J = max |Q|/(λ g²)" : "J = max |L|",
        yLabel: heat ? "R" : "R of the angular momentum",
        series,
      },
    ];
  };
}

/** Of the computed points, the one with the largest Γ_α. */
function bestPair(pairs: readonly CurrentPair[], alpha: number, scale: number): CurrentPair {
  const gain = (pair: CurrentPair) => rectificationPerformance(pair, alpha, scale) ?? Number.NEGATIVE_INFINITY;
  return pairs.reduce((best, pair) => (gain(pair) > gain(best) ? pair : best));
}

const TIMES = [10, 100, 1000, 10000];

/** Populations of the rotor's rungs −5 … 10 at the chosen times and in the stationary state. */
function populations(id: string, title: string, parameters: Parameters): (options: FigureOptions) => readonly Panel[] {
  return () => {
    const rungs = grid(-5, 10, 16);
    const observables = rungs.map((l) => `pl_${l}`);
    const model = rotor(parameters);
    const evolution = run(model, { times: [0, ...TIMES], observables });
    const atEnd = steady(model, { observables }).observables;
    const series = TIMES.map(
      (t, k): Series => ({
        name: `t = ${t}`,
        x: rungs,
        y: observables.map((name) => evolution.observables[name][k + 1] as number | null),
        marked: true,
      }),
    );
    const stationary: Series = {
      name: "stationary",
      x: rungs,
      y: observables.map((name) => atEnd[name] as number | null),
      style: "dashed",
      marked: true,
    };
    return [{ id, title, xLabel: "angular momentum l", yLabel: "population", series: [...series, stationary] }];
  };
}

/** Times whose spacing doubles `pieces` times: a constant generator needs one exponential for each spacing. */
function doublingTimes(first: number, pieces: number, each: number): readonly number[] {
  const times: number[] = [];
  let step = (10 * first) / each;
  let t = 0;
  for (let piece = 0; piece < pieces; piece++, step *= 2) for (let k = 0; k < each; k++) times.push((t += step));
  return times;
}

function powers({ full }: FigureOptions): readonly Panel[] {
  // The intrinsic power swings within the first collisions and then changes over tens of thousands of units of time.
  const times = doublingTimes(0.0025, 23, full ? 40 : 20).filter((t) => t > 0.0099);
  const names = ["Wkin", "Wint", "QBA", "Wnet"] as const;
  const model = rotor({ ...MACHINE, beta2: 0.08, lmin: -25, lmax: 25 });
  const solution = run(model, { times, observables: [...names] });
  const labels = { Wkin: "kinetic", Wint: "intrinsic", QBA: "back action", Wnet: "net" };
  const series = names.map(
    (name): Series => ({
      name: labels[name],
      x: times,
      y: solution.observables[name].slice(1),
    }),
  );
  const axes = { xLabel: "time", xScale: "log" as const, yLabel: "energy per time" };
  return [
    { id: "rotor-8", title: "Powers of the rotor from the ground state, β_2/β_1 = 0.8", ...axes, series },
    {
      id: "rotor-8-int",
      title: "Intrinsic power alone: it swings, falls to its minimum and rises again",
      ...axes,
      series: [series[1]],
    },
    {
      id: "rotor-8-net",
      title: "Net power alone: its maximum",
      ...axes,
      series: [series[3]],
    },
  ];
}

const WITHOUT_LOAD: Parameters = { B1: 10, B2: 10, beta1: 0.1, beta2: 0.02, I: 1, g: 1, lam: 0.1, gamma: 0, lmin: -5, lmax: 10 };
const NOTE = "Moment of inertia I = 1, which the paper does not give.";

/** Figures 2 to 8 of the rotor paper. */
export const figures: readonly Figure[] = [
  {
    id: "rotor-2",
    paper: "rotor",
    title: "Heat flows, efficiency and coefficient of performance",
    caption: `Local master equation, B = (4, 10), β_1 = 0.1, β_r = 0.09, λ = 0.1, γ = 5·10⁻⁵. ${NOTE} The Carnot bound of the refrigerator is the corrected one.`,
    panels: machine,
  },
  { id: "rotor-3", paper: "rotor", title: "Ergotropies", caption: `Parameters of figure 2. ${NOTE}`, panels: ergotropies },
  {
    id: "rotor-4",
    paper: "rotor",
    title: "Heat rectification",
    caption: `Global master equation, g = 0.5, Ω = 20 (the paper ties Ω to its truncation). Values of β_2 are ours. ${NOTE}`,
    panels: rectifier("heat"),
  },
  {
    id: "rotor-5",
    paper: "rotor",
    title: "Rectification of the angular momentum",
    caption: `As figure 4. The two angular momenta have opposite signs, so R exceeds 1 and grows towards its pole near χ = 0.99. ${NOTE}`,
    panels: rectifier("angular"),
  },
  {
    id: "rotor-6",
    paper: "rotor",
    title: "The rotor without load",
    caption: `B = (10, 10), β = (0.1, 0.02), from the ground state with l = 0 on the rungs −5 … 10. Times are ours. ${NOTE}`,
    panels: populations("rotor-6", "Rotor populations without load, cut at l = 10", WITHOUT_LOAD),
  },
  {
    id: "rotor-7",
    paper: "rotor",
    title: "The rotor with load",
    caption: `As figure 6 with γ = 5·10⁻⁴, β_r = 0.09, on a ladder wide enough that its ends do not matter. ${NOTE}`,
    panels: populations("rotor-7", "Rotor populations with load", { ...WITHOUT_LOAD, gamma: 5e-4, betar: 0.09, lmin: -30, lmax: 35 }),
  },
  {
    id: "rotor-8",
    paper: "rotor",
    title: "Powers of the rotor",
    caption: `Parameters of figure 2 at β_2/β_1 = 0.8. ${NOTE}`,
    panels: powers,
  },
];
