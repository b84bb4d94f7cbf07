/** Noise with memory on the cascade, and how fast sampled means become exact ones. */
import { normal, ornsteinUhlenbeck, perRealisation, pink, telegraph } from "../dynamics/noise/construct.ts";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { pinkComponents } from "../dynamics/noise/pink-noise.ts";
import { averaged } from "../ensembles/averaged.ts";
import { controlledMean } from "../ensembles/control-variate.ts";
import { ensemble } from "../ensembles/run-ensemble.ts";
import { stopIfAborted } from "../errors.ts";
import { phaseonium } from "../models/phaseonium.ts";
import { gaussHermite } from "../numerics/quadrature.ts";
import { exp, log, PI } from "../numerics/scalar.ts";
import { run } from "../solvers/run.ts";
import type { Figure, FigureOptions, Panel, Series } from "./figure.ts";

const paper = "noise";

/** The atoms' mean phase, and the standard deviation of all its noises. */
const PHASE = 1.9;
const SPREAD = 0.4;
const STEPS = 300;
/** Decades of correlation times that the 1/f noise covers. */
const DECADES = 2;

const cascade = () => phaseonium({ cavities: 2, alpha: 0.25, phi: PHASE, theta: 0.3, T0: 0.8, levels: 10 });

/** Integrated correlation times, in collisions. */
function times(points: number): readonly number[] {
  return Array.from({ length: points }, (_, k) => 0.3 * exp((k * log(1000)) / (points - 1)));
}

/** 1/f noise of the common variance whose integrated correlation time is this one. */
function pinkNoise(time: number): Noise {
  const band = (shortest: number, amplitude: number) => ({
    mean: PHASE,
    amplitude,
    shortest,
    longest: shortest * exp(DECADES * log(10)),
    perDecade: 2,
  });
  const parts = pinkComponents(band(1, 1));
  const share = parts.reduce((sum, part) => sum + part.time / parts.length, 0);
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const { amplitude, shortest, longest, perDecade } = band(time / share, (SPREAD * SPREAD) / variance);
  return pink(PHASE, amplitude, shortest, longest, perDecade);
}

/** Hidden states that a process of this spread needs for more digits than a picture has. */
const NODES = 12;

/** Temperature of a mode of frequency 1 with so many quanta. */
function temperature(n: number): number {
  return 1 / log(1 + 1 / n);
}

/** Temperatures of both cavities in the averaged state, for one kind of noise over the correlation time. */
function exactCurve(name: string, at: readonly number[], noise: (time: number) => Noise, { signal }: FigureOptions): readonly Series[] {
  const model = cascade();
  const found = at.map((time) => {
    stopIfAborted(signal);
    const { observables } = averaged(model, {
      noise: { phi: noise(time) },
      steps: STEPS,
      saveEvery: STEPS,
      observables: ["T1", "T2"],
      nodes: NODES,
    });
    return [observables.T1[1], observables.T2[1]];
  });
  return [0, 1].map((cavity): Series => ({ name, x: at, y: found.map((pair) => pair[cavity]) }));
}

/** The same for 1/f noise, which is sampled: one standard error around it. */
async function sampledCurve(name: string, at: readonly number[], options: FigureOptions): Promise<readonly Series[]> {
  const model = cascade();
  const means: { readonly mean: number; readonly error: number }[][] = [];
  for (const [k, time] of at.entries()) {
    const result = await ensemble(model, {
      steps: STEPS,
      saveEvery: STEPS,
      noise: { phi: pinkNoise(time) },
      observables: ["n1", "n2"],
      trajectories: options.full ? 32768 : 2048,
      seed: 17,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    stopIfAborted(options.signal);
    means.push(["n1", "n2"].map((n) => ({ mean: result.mean[n][1] as number, error: result.standardError[n][1] as number })));
    options.onProgress?.((k + 1) / at.length, "1/f noise");
  }
  return [0, 1].map((cavity): Series => {
    const shifted = (by: number) => means.map((pair) => temperature(pair[cavity].mean + by * pair[cavity].error));
    return { name, x: at, y: shifted(0), lower: shifted(-1), upper: shifted(1), marked: true };
  });
}

/** Without noise, with noise that forgets at once, and with noise that never changes. */
function limits(): readonly (readonly [string, number, number])[] {
  const at = (noise: Record<string, Noise>) => {
    const { observables } = averaged(cascade(), { noise, steps: STEPS, saveEvery: STEPS, observables: ["T1", "T2"] });
    return [observables.T1[1] as number, observables.T2[1] as number] as const;
  };
  const drawn = normal(PHASE, SPREAD);
  return [
    ["drawn at each collision", ...at({ phi: drawn })],
    ["drawn once per run", ...at({ phi: perRealisation(drawn) })],
  ];
}

/** From below the lower limit to so far above the upper one that its name has room. */
function roomFor([low, high]: readonly [number, number]): readonly [number, number] {
  return [low - 0.06 * (high - low), high + 0.1 * (high - low)];
}

async function memoryPanels(options: FigureOptions): Promise<readonly Panel[]> {
  const fine = times(options.full ? 41 : 25);
  const curves = [
    exactCurve("Ornstein–Uhlenbeck", fine, (time) => ornsteinUhlenbeck(PHASE, SPREAD, time), options),
    exactCurve("telegraph", fine, (time) => telegraph(PHASE - SPREAD, PHASE + SPREAD, 0.5 / time, 0.5 / time), options),
    await sampledCurve("1/f over two decades", times(options.full ? 21 : 9), options),
  ];
  const rules = limits();
  return [0, 1].map(
    (cavity): Panel => ({
      id: `noise-memory-T${cavity + 1}`,
      title: `${cavity === 0 ? "First" : "Second"} cavity under phase noise of one spread and any memory`,
      xLabel: "integrated correlation time of the phase, in collisions",
      yLabel: `T_${cavity + 1} of the mean state (ħω/k_B)`,
      xScale: "log",
      yDomain: roomFor([rules[0][1 + cavity] as number, rules[1][1 + cavity] as number]),
      series: curves.map((pair) => pair[cavity]),
      rules: rules.map(([label, ...at]) => ({ axis: "y" as const, at: at[cavity], label })),
    }),
  );
}

/** One cavity whose atoms have a phase that is drawn once per run. */
const COLLISIONS = 20;
const MEAN = 2.4;
const cavity = () => phaseonium({ cavities: 1, alpha: 0.25, phi: MEAN, theta: 0.3, T0: 0.8, levels: 14 });

/** The mean temperature over noise, by a quadrature of whole runs. */
function exactTemperature(spread: number): number {
  const { nodes, weights } = gaussHermite(48);
  const model = cavity();
  return nodes.reduce((sum, z, k) => {
    if (weights[k] < 1e-17) return sum;
    const { observables } = run(model.with({ ...model.pinned, phi: MEAN + spread * z }), {
      steps: COLLISIONS,
      saveEvery: COLLISIONS,
      observables: ["T1"],
    });
    return sum + weights[k] * (observables.T1[1] as number);
  }, 0);
}

/** A mean temperature by so many realisations, and how much smaller its variance is than that of a plain mean. */
type Estimate = (
  trajectories: number,
  seed: number,
  spread: number,
) => Promise<{ readonly value: number; readonly gain: number; readonly std: number }>;

const common = (spread: number) => ({
  steps: COLLISIONS,
  saveEvery: COLLISIONS,
  noise: { phi: perRealisation(normal(MEAN, spread)) },
  threads: 1,
});

function plain(antithetic: boolean): Estimate {
  return async (trajectories, seed, spread) => {
    const pairs = antithetic ? { antithetic } : {};
    const { mean, std, antitheticGain } = await ensemble(cavity(), {
      ...common(spread),
      ...pairs,
      trajectories,
      seed,
      observables: ["T1"],
    });
    return { value: mean.T1[1] as number, gain: antitheticGain?.T1[1] ?? 1, std: std.T1[1] as number };
  };
}

const controlled: Estimate = async (trajectories, seed, spread) => {
  const { value, gain, plain: own } = await controlledMean(cavity(), { ...common(spread), of: "T1", by: "n1", trajectories, seed });
  return { value, gain, std: own.standardError * Math.sqrt(trajectories) };
};

const ways: readonly (readonly [string, Estimate])[] = [
  ["plain mean", plain(false)],
  ["antithetic pairs", plain(true)],
  ["control variate", controlled],
];

/** Root mean square errors over independent ensembles, with the standard errors that they should have. */
async function errorPanel({ full, signal, onProgress }: FigureOptions): Promise<Panel> {
  const exact = exactTemperature(SPREAD_OF_RUNS);
  const sizes = Array.from({ length: full ? 10 : 8 }, (_, k) => 64 * (1 << k));
  const ensembles = full ? 48 : 16;
  const series: Series[] = [];
  for (const [w, [name, estimate]] of ways.entries()) {
    const errors: number[] = [];
    let variance = 0;
    for (const size of sizes) {
      let sum = 0;
      for (let seed = 1; seed <= ensembles; seed++) {
        stopIfAborted(signal);
        const { value, gain, std } = await estimate(size, 1000 * seed + size, SPREAD_OF_RUNS);
        sum += (value - exact) * (value - exact);
        // the largest ensembles know their spread and their gain best
        if (size === sizes[sizes.length - 1]) variance += (std * std) / gain / ensembles;
      }
      errors.push(Math.sqrt(sum / ensembles));
      onProgress?.((w + sizes.indexOf(size) / sizes.length) / ways.length, name);
    }
    series.push(
      { name, x: sizes, y: errors, style: "dots", group: name },
      { name: `${name}: standard error`, x: sizes, y: sizes.map((size) => Math.sqrt(variance / size)), style: "line", group: name },
    );
  }
  return {
    id: "noise-convergence-error",
    title: "Error of a mean temperature against the exact one",
    xLabel: "realisations",
    yLabel: "root mean square error of T_1 (ħω/k_B)",
    xScale: "log",
    yScale: "log",
    xDomain: [50, full ? 50000 : 11000],
    yDomain: [full ? 1e-5 : 2e-5, 0.03],
    series,
  };
}

const SPREAD_OF_RUNS = 0.3;

/** Measured gains over the strength of the noise. */
async function gainPanel({ full, signal }: FigureOptions): Promise<Panel> {
  const spreads = Array.from({ length: full ? 21 : 12 }, (_, k) => 0.05 * exp((k * log(24)) / (full ? 20 : 11)));
  const series: Series[] = [];
  for (const [name, estimate] of ways.slice(1)) {
    const gains: number[] = [];
    for (const spread of spreads) {
      stopIfAborted(signal);
      gains.push((await estimate(full ? 16384 : 4096, 5, spread)).gain);
    }
    series.push({ name, x: spreads.map((spread) => spread / PI), y: gains, group: name });
  }
  return {
    id: "noise-convergence-gain",
    title: "How many times fewer realisations give the same error",
    xLabel: "standard deviation of the phase, in π",
    yLabel: "gain",
    xScale: "log",
    yScale: "log",
    series,
    rules: [{ axis: "y", at: 1, label: "no gain" }],
    caption:
      "A cavity after 20 collisions with atoms whose phase is drawn once per run around 2.4. Gain: variance of the plain mean over that of the estimate, with as many realisations. The control variate is the photon number, whose mean is known exactly.",
  };
}

export const figures: readonly Figure[] = [
  {
    id: "noise-memory",
    paper,
    title: "Temperatures of the cascade under phase noise with memory",
    caption:
      "Two cavities have met 300 atoms whose phase has the mean 1.9 and the standard deviation 0.4, whatever its correlation time. Ornstein–Uhlenbeck and telegraph noise are exact averages over hidden states; 1/f noise is sampled, with one standard error as a band. The temperature is that of the mean photon number. A study of its own: the paper draws its phases independently.",
    panels: memoryPanels,
  },
  {
    id: "noise-convergence",
    paper,
    title: "Sampled means of a temperature, and what makes them exact sooner",
    caption:
      "A cavity after 20 collisions with atoms whose phase is drawn once per run, 2.4 with a standard deviation of 0.3 (errors) or as given (gains). Dots are errors of independent ensembles against a quadrature of whole runs, lines the standard errors that the ensembles report. The control variate is the photon number, whose mean is known exactly.",
    panels: async (options) => [await errorPanel(options), await gainPanel(options)],
  },
];
