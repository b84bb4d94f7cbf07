import type { Generator } from "../dynamics/generator.ts";
import { adjointDissipator, adjointGenerator } from "../dynamics/lower.ts";
import { wrongValue } from "../errors.ts";
import type { Observable } from "../observables/observable.ts";
import { minus, scale, times } from "../operators/algebra.ts";
import { projector } from "../operators/named.ts";
import type { Operator } from "../operators/operator.ts";
import { lift } from "../operators/tensor.ts";
import { Space } from "../spaces/space.ts";
import { coefficientOfPerformance, efficiency, MODES, modeOf } from "../thermodynamics/heat-flows.ts";
import type { RotorEquation } from "./rotor-equations.ts";
import { rotorErgotropy } from "./rotor-ergotropy.ts";
import type { RotorOperators } from "./rotor-operators.ts";

/** What the observables of one rotor model are made of. */
export interface RotorContext extends RotorEquation {
  readonly operators: RotorOperators;
  readonly B1: number;
  readonly B2: number;
  readonly I: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly betar: number;
  readonly lmin: number;
  /** Rate Iγ/βr of the load's two jumps. */
  readonly loadRate: number;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Q1: "heat flow from bath 1 into the system",
  Q2: "heat flow from bath 2 into the system",
  Qr: "heat flow from the load into the system, Tr[H0 Lr ρ]",
  WQ: "power that the baths of the qubits put in because they act locally (22)–(24); 0 in the global equation",
  Wr: "power that the load's locality puts in, Tr[HI Lr ρ]",
  L: "mean angular momentum of the rotor",
  L2: "mean squared angular momentum of the rotor",
  HI: "mean coupling energy",
  q1: "excited population of qubit 1",
  q2: "excited population of qubit 2",
  sigma: "entropy production rate in the stationary state, −Σ β Q",
  eta: "efficiency −WQ/Q of the hot bath where the machine is an engine",
  COP: "coefficient of performance, Q of the cold bath over WQ, where the machine is a refrigerator",
  mode: "mode of operation (Table I): engine, refrigerator, accelerator; heater where both baths are heated",
  energy: "mean total energy",
  Wkin: "rate of change of the kinetic energy",
  Wint: "part of it that the qubits' force puts in",
  QBA: "part of it that the baths' back action puts in",
  Wnet: "rate of change of ⟨L⟩²/2I",
  total: "ergotropy of the whole system",
  two_qubit: "ergotropy of the two qubits",
  rotor: "ergotropy of the rotor",
  qubit1: "ergotropy of qubit 1",
  qubit2: "ergotropy of qubit 2",
  p00: "population of both qubits in the ground state",
  p01: "population of qubit 2 excited alone",
  p10: "population of qubit 1 excited alone",
  p11: "population of both qubits excited",
};

/** What each is measured in: flows of heat and powers are energies per unit time, populations and ratios pure numbers. */
function unitOf(name: string): string {
  if (/^(Q1|Q2|Qr|QBA|W.*)$/.test(name)) return "energy/time";
  if (name === "sigma") return "1/time";
  return ["energy", "HI", "total", "two_qubit", "rotor", "qubit1", "qubit2"].includes(name) ? "energy" : "1";
}

/** What a model of collisions reads off the state as the change that the next collision will make. */
const OF_A_COLLISION = ["Q1", "Q2", "WQ", "sigma", "eta", "COP", "mode"];

/** Names of all observables of the rotor model but for the family `pl_<rung>` of rotor populations. */
export const rotorObservableNames: readonly string[] = /* @__PURE__ */ Object.keys(DESCRIPTIONS);

/** The observable of this name, or null when there is none. */
export function rotorObservable(name: string, context: RotorContext): Observable | null {
  const rung = /^pl_(-?\d+)$/.exec(name);
  if (rung) return rungPopulation(name, Number(rung[1]), context);
  if (!Object.hasOwn(DESCRIPTIONS, name)) return null;
  const next = context.dynamics.kind === "collisions" && OF_A_COLLISION.includes(name);
  const ratio = name === "eta" || name === "COP" || name === "mode";
  const description = next ? `${DESCRIPTIONS[name]}; of the next collision${ratio ? "" : ", per time"}` : DESCRIPTIONS[name];
  const make = readingsOf(context)[name];
  if (make) return expectationOf(name, description, make());
  return { kind: "state", name, description, unit: unitOf(name), value: (state) => rotorErgotropy(name, state, context) };
}

/** Operators are made when they are asked for: in a stationary state other ones are read. */
function expectationOf(name: string, description: string, reading: Reading): Observable {
  const { value, stationary, labels } = reading;
  const unit = unitOf(name);
  const shared = {
    kind: "expectation" as const,
    name,
    description,
    unit,
    value,
    ...(stationary && { stationary }),
    ...(labels && { labels }),
  };
  return {
    ...shared,
    get operators() {
      return reading.operators;
    },
  };
}

/** Operators and the number that their expectation values make. */
interface Reading {
  readonly operators: readonly Operator[];
  readonly value: (expectations: Float64Array) => number | null;
  readonly stationary?: { readonly operators: readonly Operator[]; readonly value: (expectations: Float64Array) => number | null };
  readonly labels?: readonly string[];
}

function mean(operator: Operator, factor = 1): Reading {
  return { operators: [operator], value: (x) => factor * x[0] };
}

type Readings = Readonly<Record<string, (() => Reading) | undefined>>;

const readings = new WeakMap<RotorContext, Readings>();

/** The expectation values of a model by name, kept with it. */
function readingsOf(context: RotorContext): Readings {
  let known = readings.get(context);
  if (!known) readings.set(context, (known = linear(context)));
  return known;
}

function linear(context: RotorContext): Readings {
  const { operators } = context;
  const population = (q1: number, q2: number) => () =>
    mean(times(q1 ? operators.excited[0] : operators.ground[0], q2 ? operators.excited[1] : operators.ground[1]));
  return {
    Q1: () => heatFlow(context, 0),
    Q2: () => heatFlow(context, 1),
    Qr: () => loadHeat(context),
    WQ: () => mean(context.power()),
    Wr: () => mean(operators.loadedHI, context.loadRate),
    L: () => mean(operators.L),
    L2: () => mean(operators.L2),
    HI: () => mean(operators.HI),
    q1: () => mean(operators.excited[0]),
    q2: () => mean(operators.excited[1]),
    energy: () => mean(operators.H),
    sigma: () => combined(context, ({ Q1, Q2, Qr }) => -context.beta1 * Q1 - context.beta2 * Q2 - context.betar * Qr),
    eta: () => machine(context, efficiency),
    COP: () => machine(context, coefficientOfPerformance),
    mode: () => machine(context, (cold, hot, W) => MODES.indexOf(modeOf(cold, hot, W)), MODES),
    Wkin: () => mean(adjointGenerator(equation(context), operators.kinetic)),
    Wint: () => mean(force(operators, operators.kinetic)),
    QBA: () => mean(adjointDissipator(equation(context), null, operators.kinetic)),
    Wnet: () => ({
      operators: [operators.L, adjointGenerator(equation(context), operators.L)],
      value: (x) => (x[0] * x[2]) / context.I,
    }),
    p00: population(0, 0),
    p01: population(0, 1),
    p10: population(1, 0),
    p11: population(1, 1),
  };
}

/** The master equation, for rates that collisions do not have. */
function equation({ dynamics }: RotorContext): Generator {
  if (dynamics.kind === "generator") return dynamics;
  throw wrongValue(
    "observable",
    "be defined for collisions",
    null,
    "Leave out `tau` for the master equation.",
    "Wkin, QBA and Wnet are not",
  );
}

/** i[HI, X]: what the coupling does to ⟨X⟩ of an X that commutes with H0. */
function force({ HI }: RotorOperators, X: Operator): Operator {
  return scale(minus(times(HI, X), times(X, HI)), 0, 1);
}

/** Tr[H0 Lr ρ]; only the kinetic part of H0 feels the load. */
function loadHeat({ operators, loadRate }: RotorContext): Reading {
  return mean(operators.loadedH0, loadRate);
}

/**
 * The heat flow of one bath. In the local equation it is 2B_i times the excitations that the bath delivers, a small
 * difference of large rates; in a stationary state those excitations all cross the coupling, so there the link current
 * ⟨−iλ(σ1⁺σ2⁻e^{iφ} − h.c.)⟩, a sum of 2λ Im c_l, gives the same number without the cancellation.
 */
function heatFlow(context: RotorContext, bath: 0 | 1): Reading {
  if (!context.tight) return mean(context.heat()[bath]);
  return {
    get operators() {
      return [context.heat()[bath]];
    },
    value: (x) => x[0],
    stationary: mean(context.operators.current, bath === 0 ? -2 * context.B1 : 2 * context.B2),
  };
}

/** A function of the heat of the cold and of the hot bath and of the power, whichever bath is the cold one. */
function machine(
  context: RotorContext,
  value: (cold: number, hot: number, W: number) => number | null,
  labels?: readonly string[],
): Reading {
  const firstIsCold = context.beta1 >= context.beta2;
  return combined(context, ({ Q1, Q2, WQ }) => (firstIsCold ? value(Q1, Q2, WQ) : value(Q2, Q1, WQ)), labels);
}

interface Flows {
  readonly Q1: number;
  readonly Q2: number;
  readonly Qr: number;
  readonly WQ: number;
}

/** A function of the heat flows and the power; the stationary form is used where there is one. */
function combined(context: RotorContext, value: (flows: Flows) => number | null, labels?: readonly string[]): Reading {
  const readings = [heatFlow(context, 0), heatFlow(context, 1), loadHeat(context), mean(context.power())];
  const evaluate = (list: readonly Pick<Reading, "operators" | "value">[]) => ({
    get operators() {
      return list.flatMap(({ operators }) => operators);
    },
    value: (x: Float64Array) => {
      const [Q1, Q2, Qr, WQ] = list.map((reading, k) => reading.value(x.subarray(2 * k)) as number);
      return value({ Q1, Q2, Qr, WQ });
    },
  });
  const always = evaluate(readings);
  return {
    get operators() {
      return always.operators;
    },
    value: always.value,
    stationary: evaluate(readings.map((reading) => reading.stationary ?? reading)),
    ...(labels && { labels }),
  };
}

function rungPopulation(name: string, l: number, { operators, lmin }: RotorContext): Observable | null {
  const ladder = operators.space.factors[2];
  const place = l - lmin;
  if (place < 0 || place >= ladder.dimension) return null;
  const operator = lift(operators.space, projector(new Space([ladder]), place));
  return { kind: "expectation", name, description: `population of the rotor's rung l = ${l}`, unit: "1", ...mean(operator) };
}
