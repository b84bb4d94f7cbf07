/** Fluctuations of machines: distributions of heat and work, and where uncertainty relations are and are not kept. */
import type { Collision } from "../dynamics/collisions.ts";
import { stopIfAborted } from "../errors.ts";
import { streamModel } from "../models/collision-parts.ts";
import type { Model } from "../models/model.ts";
import { rotor } from "../models/rotor.ts";
import { exp, PI } from "../numerics/scalar.ts";
import { lift, plus, scale, times } from "../operators/algebra.ts";
import { sigmaMinus, sigmaPlus } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { basisState, thermal } from "../operators/states.ts";
import { steady } from "../solvers/steady.ts";
import { qubit, type Space, tensor } from "../spaces/space.ts";
import { counting } from "../studies/counting/counting.ts";
import { findRoot } from "../studies/roots.ts";
import type { Cell, Figure, FigureOptions, Panel, Series } from "./figure.ts";

const paper = "fluctuations";
const S = qubit("S");

/** A two-stroke engine: a qubit swaps its state with hot units of energy 1.6 and cold ones of energy 0.7. */
interface Engine {
  readonly theta: number;
  readonly betaHot: number;
  readonly betaCold: number;
}

const ENGINE: Engine = { theta: 0.6, betaHot: 0.3, betaCold: 1.4 };
const [OMEGA_HOT, OMEGA_COLD] = [1.6, 0.7];

function excitation(space: Space): Operator {
  return times(sigmaPlus(space), sigmaMinus(space));
}

/** A stroke: exp(−iθ(σ⁺σ⁻ + h.c.)) with a thermal qubit of energy ω. */
function stroke(bath: string, omega: number, beta: number, theta: number): Collision {
  const unit = qubit(bath);
  const joint = tensor(S, unit);
  const HE = scale(excitation(unit), omega);
  const H = plus(lift(joint, sigmaPlus(S), sigmaMinus(unit)), lift(joint, sigmaMinus(S), sigmaPlus(unit)));
  return {
    unit,
    state: [{ name: bath, weight: 1, state: thermal(HE, { beta }) }],
    visits: [{ kind: "unitary", H, duration: theta }],
    HE,
    beta,
    bath,
  };
}

function engine({ theta, betaHot, betaCold }: Engine): Model {
  const collisions = [stroke("hot", OMEGA_HOT, betaHot, theta), stroke("cold", OMEGA_COLD, betaCold, theta)];
  return streamModel({
    name: "two-stroke engine",
    parameters: { theta, betaHot, betaCold },
    initial: basisState(S, 1),
    extra: [],
    with: () => engine({ theta, betaHot, betaCold }),
    warnings: [],
    dynamics: { kind: "collisions", system: S, HS: excitation(S), stream: { kind: "cyclic", collisions }, tau: null },
  });
}

/** P of a count after some numbers of cycles, each with the normal distribution of its mean and variance. */
function distributions(count: "Q_hot" | "W", id: string, title: string, xLabel: string): Panel {
  const series = [10, 40, 160].flatMap((cycles): Series[] => {
    const { distributions: found, cumulants } = counting(engine(ENGINE), {
      of: [count],
      steps: 2 * cycles,
      distribution: true,
      steady: false,
      theorems: false,
    });
    const [{ values, P }] = found;
    const [mean, variance] = [cumulants[count][0][0], cumulants[count][1][0]];
    const shown = values[0].map((value, k) => ({ value, p: P[k] })).filter(({ p }) => p > 1e-9);
    const x = shown.map(({ value }) => value);
    const spacing = (x[x.length - 1] - x[0]) / (x.length - 1);
    const normal = x.map((value) => (spacing * exp((-(value - mean) * (value - mean)) / (2 * variance))) / Math.sqrt(2 * PI * variance));
    const group = `${cycles}`;
    return [
      { name: `${cycles} cycles`, x, y: shown.map(({ p }) => p), style: "dots", group },
      ...(count === "Q_hot" ? [{ name: `${cycles}: normal`, x, y: normal, style: "dashed" as const, group }] : []),
    ];
  });
  return { id, title, xLabel, yLabel: "P", yScale: "log", yDomain: [1e-9, 1], series };
}

function heatPanels(): readonly Panel[] {
  return [
    distributions("Q_hot", "fluctuations-heat-hot", "Heat from the hot units of a two-stroke engine", "heat from the hot units (energy)"),
    distributions("W", "fluctuations-heat-work", "Work on the same engine: negative work is output", "work on the engine (energy)"),
    joint(),
  ];
}

/** P of the heat of both baths: between them lies the quantum that the qubit keeps. */
function joint(): Panel {
  const { distributions: found } = counting(engine(ENGINE), {
    of: ["Q_hot", "Q_cold"],
    steps: 40,
    distribution: { of: ["Q_hot", "Q_cold"] },
    steady: false,
    theorems: false,
  });
  const [{ values, P }] = found;
  const cells = P.map((value, k): Cell => ({ x: values[0][k], y: values[1][k], value })).filter(({ value }) => (value as number) > 1e-6);
  return {
    id: "fluctuations-heat-both",
    title: "Heat from both baths after 20 cycles",
    xLabel: "heat from the hot units (energy)",
    yLabel: "heat from the cold units (energy)",
    square: true,
    series: [],
    cells,
    cellLabel: "P",
    cellScale: "sequential",
  };
}

/** c₂σ/c₁² of the two-stroke engine over the strength of the swap and the cold units' temperature. */
function engineLandscape({ full, signal, onProgress }: FigureOptions): Panel {
  const [columns, rows] = full ? [80, 60] : [48, 36];
  const cells: Cell[] = [];
  for (let i = 0; i < columns; i++) {
    stopIfAborted(signal);
    const share = (i + 0.5) / columns;
    for (let j = 0; j < rows; j++) {
      const betaCold = 0.3 + (2.7 * (j + 0.5)) / rows;
      const { rates } = counting(engine({ theta: (share * PI) / 2, betaHot: ENGINE.betaHot, betaCold }), {
        of: ["W"],
        orders: 2,
        theorems: false,
      });
      cells.push({ x: share / 2, y: betaCold / ENGINE.betaHot, value: rates?.uncertaintyProduct.W ?? null });
    }
    onProgress?.((i + 1) / columns, "two-stroke engine");
  }
  return {
    id: "fluctuations-uncertainty-engine",
    title: "Uncertainty product of work in a two-stroke engine: below 2 where strokes swap almost everything",
    xLabel: "strength of the swap, θ/π",
    yLabel: "β_c/β_h",
    square: true,
    series: [],
    cells,
    cellLabel: "c₂σ/c₁²",
    cellScale: "sequential",
    rules: [{ axis: "y", at: OMEGA_HOT / OMEGA_COLD, label: "Carnot point" }],
  };
}

/** The same of quanta through the first qubit of the rotor engine over temperatures, for several couplings. */
function rotorCurves({ full, signal, onProgress }: FigureOptions): Panel {
  const [B1, B2, beta1, betar] = [4, 10, 0.1, 0.09];
  const couplings = [0.05, 0.2, 0.8];
  const grid = Array.from({ length: full ? 65 : 33 }, (_, k) => 0.05 + (0.8 * k) / (full ? 64 : 32));
  const series = couplings.map((lam, c): Series => {
    const engineAt = (ratio: number): Model => rotor({ B1, B2, beta1, beta2: beta1 * ratio, betar, g: 1, chi: 0, lam, gamma: 5e-5, I: 1 });
    const flows = (model: Model) => steady(model, { observables: ["Q1", "Q2", "Qr"] }).observables as Record<"Q1" | "Q2" | "Qr", number>;
    const product = (ratio: number): number | null => {
      stopIfAborted(signal);
      const model = engineAt(ratio);
      const { Q1, Q2, Qr } = flows(model);
      const quanta = { name: "quanta", jumps: "bath1", weights: [-1, 1] };
      const { rates } = counting(model, { of: [quanta], orders: 2, theorems: false });
      const [c1, c2] = rates?.cumulants.quanta ?? [null, null];
      const sigma = 0 - beta1 * Q1 - beta1 * ratio * Q2 - betar * Qr;
      return c1 && c2 ? (c2 * sigma) / (c1 * c1) : null;
    };
    // The product has its pole where the current turns: points gather there.
    const pole = findRoot((ratio) => flows(engineAt(ratio)).Q1, 0.3, 0.6, 1e-5).at;
    const near = [0.003, 0.006, 0.01, 0.016].flatMap((distance) => [pole - distance, pole + distance]);
    const x = [...grid.filter((ratio) => Math.abs(ratio - pole) > 0.02), ...near].sort((a, b) => a - b);
    onProgress?.((c + 1) / couplings.length, "rotor");
    return { name: `λ = ${lam}`, x, y: x.map(product) };
  });
  return {
    id: "fluctuations-uncertainty-rotor",
    title: "Uncertainty product of the quanta through the first qubit of the rotor",
    xLabel: "β_2/β_1",
    yLabel: "c₂σ/c₁²",
    yScale: "log",
    yDomain: [1.5, 1000],
    square: true,
    series,
    rules: [{ axis: "y", at: 2, label: "bound of classical jumps" }],
  };
}

export const figures: readonly Figure[] = [
  {
    id: "fluctuations-heat",
    paper,
    title: "Distributions of heat and work of a qubit engine",
    caption:
      "A qubit swaps (θ = 0.6) with hot units (energy 1.6, β = 0.3) and cold ones (energy 0.7, β = 1.4) in turn. All probabilities are exact, tails to full relative accuracy; dashed are normal distributions of the same mean and variance.",
    panels: heatPanels,
  },
  {
    id: "fluctuations-uncertainty",
    paper,
    title: "Uncertainty products of two engines",
    caption:
      "c₂σ/c₁² from exact long-time cumulants. At least 2 for Markov jump processes in continuous time; discrete strokes and coherence may go below. That of the rotor grows where a slow rotor makes the current noisy, and without bound where the current turns.",
    panels: (options) => [engineLandscape(options), rotorCurves(options)],
  },
];
