/** What detectors of a driven atom see: one trajectory, waiting times and pairs of clicks, the spectrum of a current, each beside exact numbers. */
import { masterEquation } from "../models/master-equation.ts";
import type { Model } from "../models/model.ts";
import { cos, PI, sin } from "../numerics/scalar.ts";
import { scale } from "../operators/algebra.ts";
import { sigmaMinus, sigmaX } from "../operators/named.ts";
import { basisState } from "../operators/states.ts";
import { run } from "../solvers/run.ts";
import { qubit } from "../spaces/space.ts";
import { counting } from "../studies/counting/counting.ts";
import { clickStatistics } from "../studies/records/click-statistics.ts";
import type { ClickRecord, CurrentRecord } from "../studies/records/record-kinds.ts";
import { recordedG2 } from "../studies/records/recorded-g2.ts";
import { recordedSpectrum } from "../studies/records/recorded-spectrum.ts";
import { recordedWaiting } from "../studies/records/recorded-waiting.ts";
import { homodyne } from "../studies/unravel/current.ts";
import { jumps } from "../studies/unravel/detection.ts";
import { unravel } from "../studies/unravel/unravel.ts";
import type { Figure, FigureOptions, Panel } from "./figure.ts";

const OMEGA = 2.4;
const EFFICIENCY = 0.8;

/** A resonantly driven atom that decays at rate 1. */
function atom(): Model {
  const q = qubit("atom");
  return masterEquation({
    H: scale(sigmaX(q), OMEGA / 2),
    jumps: [{ operator: sigmaMinus(q), rate: 1, bath: "light" }],
    initial: basisState(q, "g"),
  });
}

const grid = (end: number, points: number) => Array.from({ length: points }, (_, k) => (end * k) / (points - 1));

/**
 * Excited population given the clicks of the first trajectory: a click leaves |g⟩, and a time τ later without another one
 *
 *   ψ ∝ (cos ντ + (γ/4ν) sin ντ)|g⟩ − i(Ω/2ν) sin ντ |e⟩,   ν² = Ω²/4 − γ²/16
 */
function followed({ first, times }: ClickRecord, until: number): { readonly x: number[]; readonly y: number[] } {
  const nu = Math.sqrt((OMEGA * OMEGA) / 4 - 1 / 16);
  const [x, y]: [number[], number[]] = [[], []];
  const ends = [...Array.from({ length: first[1] }, (_, e) => times[e]), until];
  let begin = 0;
  for (const end of ends) {
    const points = Math.max(2, Math.ceil((end - begin) / 0.02));
    for (let k = 0; k <= points; k++) {
      const tau = ((end - begin) * k) / points;
      const [c, s] = [cos(nu * tau), sin(nu * tau)];
      const [down, up] = [c + s / (4 * nu), (OMEGA / (2 * nu)) * s];
      x.push(begin + tau);
      y.push((up * up) / (up * up + down * down));
    }
    begin = end;
  }
  return { x, y };
}

/** One trajectory, and the mean and spread of many. */
async function trajectory({ full }: FigureOptions): Promise<Panel> {
  const options = { by: jumps(), observables: ["p_0"] };
  const many = await unravel(atom(), { ...options, times: grid(12, 121), trajectories: full ? 20_000 : 2000, seed: 1 });
  const x = many.axis.values;
  const { p_0: mean } = run(atom(), { times: [...x], observables: ["p_0"] }).observables;
  const shifted = (sign: number) => mean.map((value, k) => (value as number) + sign * (many.std.p_0[k] as number));
  const one = await unravel(atom(), { ...options, until: 12, trajectories: 2, seed: 4, records: true });
  return {
    id: "fluctuations-clicks-trajectory",
    title: "A driven atom: one trajectory, and what many of them give",
    xLabel: "γt",
    yLabel: "excited population",
    yDomain: [0, 1],
    series: [
      { name: "mean ± std of all", x, y: mean, lower: shifted(-1), upper: shifted(1), group: "all" },
      { name: "one trajectory", ...followed(one.clicks as ClickRecord, 12), group: "one" },
    ],
  };
}

/** Waiting times and pairs from the clicks of many trajectories, with two standard errors, on the exact curves. */
async function clicks({ full }: FigureOptions): Promise<readonly Panel[]> {
  const until = 60;
  const found = await unravel(atom(), {
    by: jumps({ efficiency: EFFICIENCY }),
    until,
    trajectories: full ? 4000 : 400,
    seed: 2,
    observables: ["p_0"],
    records: true,
  });
  const record = found.clicks as ClickRecord;
  const edges = grid(8, 41);
  const middles = edges.slice(1).map((edge, b) => (edge + edges[b]) / 2);
  const waiting = recordedWaiting(record, { edges, after: 10 });
  const pairs = recordedG2(record, { edges, after: 10 });
  const fine = grid(8, 321);
  const exact = clickStatistics(atom(), { of: { name: "clicks", jumps: "light", efficiency: EFFICIENCY }, times: fine });
  const estimated = (values: readonly (number | null)[], errors: readonly (number | null)[]) => ({
    name: "from clicks, ± 2 standard errors",
    x: middles,
    y: values,
    lower: values.map((value, k) => (value ?? 0) - 2 * (errors[k] ?? 0)),
    upper: values.map((value, k) => (value ?? 0) + 2 * (errors[k] ?? 0)),
    style: "dots" as const,
    group: "clicks",
  });
  return [
    {
      id: "fluctuations-clicks-waiting",
      title: "Waiting time until the next click",
      xLabel: "γτ",
      yLabel: "w(τ)/γ",
      series: [{ name: "exact", x: fine, y: exact.waiting, group: "exact" }, estimated(waiting.density, waiting.standardError)],
    },
    {
      id: "fluctuations-clicks-g2",
      title: "Clicks avoid each other: antibunching (dashed: independent clicks)",
      xLabel: "γτ",
      yLabel: "g⁽²⁾(τ)",
      series: [{ name: "exact", x: fine, y: exact.g2, group: "exact" }, estimated(pairs.g2, pairs.standardError)],
      rules: [{ axis: "y", at: 1 }],
    },
  ];
}

/** Homodyne spectra of both quadratures above the shot noise. */
async function spectra({ full }: FigureOptions): Promise<Panel> {
  const fine = grid(6, 181);
  const panels = await Promise.all(
    [0, PI / 2].map(async (phase, k) => {
      const by = homodyne({ dt: 0.02, efficiency: EFFICIENCY, phase });
      const options = { until: 130, saveEvery: 130, trajectories: full ? 512 : 96, seed: 3 + k, observables: ["Y"], records: true };
      const { currents } = await unravel(atom(), { by, ...options });
      const found = recordedSpectrum(currents as CurrentRecord, { segment: 1024, after: 10 });
      const of = [{ name: "Y", current: "light", phase, efficiency: EFFICIENCY }];
      const exact = counting(atom(), { of, orders: 2, omega: fine, theorems: false });
      const shown = found.omega.filter((omega) => omega <= 6);
      const name = k === 0 ? "in phase with the drive" : "in quadrature";
      return [
        { name, x: fine, y: exact.noise?.S.Y ?? [], group: name },
        { name: `${name}: from currents`, x: shown, y: found.S.slice(0, shown.length), style: "dots" as const, group: name },
      ];
    }),
  );
  return {
    id: "fluctuations-clicks-spectrum",
    title: "Spectrum of the homodyne current, in units of the shot noise",
    xLabel: "ω/γ",
    yLabel: "S(ω)",
    series: panels.flat(),
    rules: [{ axis: "y", at: 1, label: "shot noise" }],
  };
}

export const figures: readonly Figure[] = [
  {
    id: "fluctuations-clicks",
    paper: "fluctuations",
    title: "What detectors of a driven atom see",
    caption:
      "Resonance fluorescence (Ω = 2.4 γ) watched by a photodetector and by homodyne detection. Points come from records of trajectories, curves are exact; clicks and currents are seen with efficiency 0.8.",
    panels: async (options) => [await trajectory(options), ...(await clicks(options)), await spectra(options)],
  },
];
