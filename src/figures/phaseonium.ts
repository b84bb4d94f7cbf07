/** Figures of F. Amato et al., Phys. Rev. A 109, 043705 (2024): phaseonium atoms and two cavities. */

import { normal } from "../dynamics/noise/construct.ts";
import { compileNoise } from "../ensembles/draws.ts";
import { phaseonium } from "../models/phaseonium.ts";
import { apparentAtomTemperature, averagedTemperature, largestAlpha, stationaryTemperature } from "../models/phaseonium-formulas.ts";
import { PI } from "../numerics/scalar.ts";
import { run } from "../solvers/run.ts";
import type { Bar, Cell, Figure, FigureOptions, Panel, Series } from "./figure.ts";
import { type RobustnessResult, robustness, robustnessCurves } from "./phaseonium-robustness.ts";

const paper = "phaseonium";
const COLLISIONS = "collisions";
const TEMPERATURE = "T (ħω/k_B)";

/** T* over (α, φ), Eq. 16; hatched where no stationary state exists. */
function temperatureMap(): Panel {
  const columns = 201;
  const rows = 151;
  const cells: Cell[] = [];
  for (let a = 0; a < columns; a++) {
    for (let f = 0; f < rows; f++) {
      const alpha = (a * 0.75) / (columns - 1);
      const phi = (f * PI) / (rows - 1);
      cells.push({ x: alpha, y: phi, value: stationaryTemperature(alpha, phi) });
    }
  }
  const border = Array.from({ length: 121 }, (_, k) => (k * PI) / 120);
  return {
    id: "phaseonium-2",
    title: "Stationary temperature of a cavity",
    xLabel: "excited amplitude α",
    yLabel: "coherence phase φ (rad)",
    series: [{ name: "γ_α = γ_β", x: border.map(largestAlpha), y: border, style: "dashed" }],
    cells,
    cellLabel: TEMPERATURE,
    cellDomain: [0, 5],
    gaps: "hatched",
    gapName: "no stationary state",
  };
}

const ROWS = [
  { row: "top", thetas: [0.05, 0.1, 0.2], steps: 6000 },
  { row: "middle", thetas: [0.5, 0.6, 0.7], steps: 800 },
  { row: "bottom", thetas: [1.2, 1.25, 1.3], steps: 3000 },
];
const PHASES = [
  { phi: 2.404315987, name: "to T = 1.5" },
  { phi: 1.585589386, name: "to T = 0.5" },
];

/** Thermalisation of both cavities for three ranges of the interaction time. */
function thermalisation({ onProgress }: FigureOptions): Panel[] {
  let done = 0;
  return ROWS.flatMap(({ row, thetas, steps }) => {
    const runs = thetas.flatMap((theta) =>
      PHASES.map(({ phi, name }) => {
        const solution = run(phaseonium({ alpha: 0.25, phi, theta, T0: 1, levels: 34, cut: row === "top" ? 4 : null }), {
          steps,
          saveEvery: Math.ceil(steps / 200),
        });
        done++;
        onProgress?.(done / 18, `Fig. 3, ${row} row`);
        return { theta, name, solution };
      }),
    );
    return [1, 2].map((cavity) => ({
      id: `phaseonium-3-${row}-s${cavity}`,
      title: `Cavity ${cavity} for Ωδt around ${thetas[1]}`,
      xLabel: COLLISIONS,
      yLabel: TEMPERATURE,
      series: runs.map(({ theta, name, solution }) => ({
        name: `Ωδt = ${theta}, ${name}`,
        x: solution.axis.values,
        y: solution.observables[`T${cavity}`],
        group: String(theta),
        style: name === PHASES[0].name ? ("line" as const) : ("dashed" as const),
      })),
      yDomain: [0.4, 1.6] as const,
      rules: [
        { axis: "y" as const, at: 1.5 },
        { axis: "y" as const, at: 0.5 },
      ],
    }));
  });
}

/** Panels of one of Figs. 4 to 6 from the study's results: a panel per cavity, noisy mean ± one standard deviation. */
export function robustnessPanels(figure: 4 | 5 | 6, results: readonly RobustnessResult[]): Panel[] {
  const own = results.filter(({ curve }) => curve.figure === figure);
  const targets = [...new Set(own.map(({ curve }) => stationaryTemperature(curve.alpha, curve.phi) as number))];
  return [1, 2].map((cavity) => ({
    id: `phaseonium-${figure}-s${cavity}`,
    title: `Cavity ${cavity} under noise in the ${figure === 4 ? "interaction time" : "coherence phase"}`,
    xLabel: COLLISIONS,
    yLabel: TEMPERATURE,
    yDomain: figure === 6 ? ([0.9, 2.1] as const) : ([0.4, 1.65] as const),
    series: own.flatMap((result, k) => curveSeries(result, `T${cavity}`, isFirst(own, k))),
    rules: targets.map((at) => ({ axis: "y" as const, at, label: `T* = ${at.toFixed(2)}` })),
  }));
}

/** Is this the first of the curves that are one and the same without their noise? */
function isFirst(results: readonly RobustnessResult[], k: number): boolean {
  const bare = ({ curve: { alpha, phi, theta, T0 } }: RobustnessResult): string => [alpha, phi, theta, T0].join();
  return results.findIndex((other) => bare(other) === bare(results[k])) === k;
}

function curveSeries({ curve, ensemble, noiseless }: RobustnessResult, name: string, withNoiseless: boolean): Series[] {
  const mean = ensemble.mean[name];
  const std = ensemble.std[name];
  const shifted = (sign: number) => mean.map((value, s) => (value === null || std[s] === null ? null : value + sign * (std[s] as number)));
  const noisy: Series = { name: curve.label, x: ensemble.axis.values, y: mean, lower: shifted(-1), upper: shifted(1), group: curve.id };
  if (!withNoiseless) return [noisy];
  const label = `${curve.label.replace(/, σ_. = .*/, "")}, no noise`;
  return [noisy, { name: label, x: noiseless.axis.values, y: noiseless.observables[name], style: "dashed", group: curve.id }];
}

/** Apparent temperatures (19) of single noisy atoms of Fig. 6: the skew that pulls the cavities below T*. */
export function apparentHistogram(): Panel {
  const phi = 2.404315987;
  const noise = compileNoise({ phi: normal(phi, 0.2) }, 2024, null);
  const [from, to, count] = [0, 6, 60];
  const bins = new Int32Array(count);
  const draws = new Float64Array(8);
  const atoms = 40_000;
  for (let step = 1; step <= atoms / 8; step++) {
    noise.draw(0, 8, step, draws);
    for (const drawn of draws) {
      const T = apparentAtomTemperature(0.25, drawn);
      if (T !== null && T >= from && T < to) bins[Math.floor(((T - from) / (to - from)) * count)]++;
    }
  }
  const width = (to - from) / count;
  const bars: Bar[] = Array.from(bins, (hits, k) => ({
    from: from + k * width,
    to: from + (k + 1) * width,
    height: hits / (atoms * width),
  }));
  return {
    id: "phaseonium-6-atoms",
    title: "Apparent temperatures of single atoms of Fig. 6",
    xLabel: "apparent temperature (ħω/k_B)",
    yLabel: "probability density",
    series: [],
    bars,
    // room for the names of the rules above all bars
    yDomain: [0, 1],
    rules: [
      { axis: "x", at: stationaryTemperature(0.25, phi) as number, label: "noiseless atoms, 1.5" },
      { axis: "x", at: averagedTemperature(0.25, phi, 0.2) as number, label: "cavities, 1.386" },
    ],
  };
}

function noisyFigure(number: 4 | 5 | 6, title: string, caption: string): Figure {
  return {
    id: `phaseonium-${number}`,
    paper,
    title,
    caption,
    panels: async (options) => {
      const curves = robustnessCurves.filter(({ figure }) => figure === number);
      const results: RobustnessResult[] = [];
      for (const curve of curves) {
        results.push(
          await robustness(curve, {
            full: options.full,
            ...(options.threads === undefined ? {} : { threads: options.threads }),
            ...(options.signal === undefined ? {} : { signal: options.signal }),
            onProgress: (fraction) => options.onProgress?.((results.length + fraction) / curves.length, curve.id),
          }),
        );
      }
      return [...robustnessPanels(number, results), ...(number === 6 ? [apparentHistogram()] : [])];
    },
  };
}

/** All figures of the paper. */
export const figures: readonly Figure[] = [
  {
    id: "phaseonium-2",
    paper,
    title: "Stationary temperature against amplitude and phase",
    caption:
      "Eq. 16 over excited amplitude and coherence phase; the dashed line is γ_α = γ_β, beyond which no stationary state exists. Towards it the temperature grows without bound: what is above 5 has the colour of the tip.",
    panels: () => [temperatureMap()],
  },
  {
    id: "phaseonium-3",
    paper,
    title: "Thermalisation for three ranges of the interaction time",
    caption:
      "Both cavities from T₀ = 1 at α = 0.25. φ = 2.4043 heats to 1.5 and φ = 1.5856 cools to 0.5; the paper's caption has the two exchanged. The interaction times are ours within the quoted ranges.",
    panels: (options) => thermalisation(options),
  },
  noisyFigure(
    4,
    "Noise in the interaction time",
    "Ωδt ~ N(0.4, 0.2) for each atom: mean and one standard deviation over 256 realisations, dashed without noise. α = 0.452 heats, α = 0.252 cools; the paper's caption has the two exchanged.",
  ),
  noisyFigure(
    5,
    "Noise in the coherence phase",
    "φ ~ N(φ*, σ_φ) for each atom: mean and one standard deviation over 256 realisations, dashed without noise.",
  ),
  noisyFigure(
    6,
    "Noise in the coherence phase, close to the border of stability",
    "φ ~ N(2.4043, 0.2) from two initial temperatures: mean and one standard deviation over 256 realisations, dashed without noise. The cavities settle at 1.386, below T* = 1.5: the averaged atoms carry exp(−σ²/2) cos φ*.",
  ),
];
