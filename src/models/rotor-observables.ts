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
  const description = next ? `${DESCRIPTIONS[name]}; of the next collision, per time` : DESCRIPTIONS[name];
  const make = linear(context)[name];
  if (make) return { kind: "expectation", name, description, ...make() };
  return { kind: "state", name, description, value: (state) => rotorErgotropy(name, state, context) };
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

function linear(context: RotorContext): Readonly<Record<string, (() => Reading) | undefined>> {
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
    mode: () => ({ ...machine(context, (cold, hot, W) => MODES.indexOf(modeOf(cold, hot, W))), labels: MODES }),
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
  const reading = mean(context.heat()[bath]);
  if (!context.tight) return reading;
  return { ...reading, stationary: mean(context.operators.current, bath === 0 ? -2 * context.B1 : 2 * context.B2) };
}

/** A function of the heat of the cold and of the hot bath and of the power, whichever bath is the cold one. */
function machine(context: RotorContext, value: (cold: number, hot: number, W: number) => number | null): Reading {
  const firstIsCold = context.beta1 >= context.beta2;
  return combined(context, ({ Q1, Q2, WQ }) => (firstIsCold ? value(Q1, Q2, WQ) : value(Q2, Q1, WQ)));
}

/** A function of the heat flows and the power; the stationary form is used where there is one. */
function combined(context: RotorContext, value: (flows: { Q1: number; Q2: number; Qr: number; WQ: number }) => number | null): Reading {
  const readings = [heatFlow(context, 0), heatFlow(context, 1), loadHeat(context), mean(context.power())];
  const evaluate = (list: readonly Pick<Reading, "operators" | "value">[]) => ({
    operators: list.flatMap(({ operators }) => operators),
    value: (x: Float64Array) => {
      const [Q1, Q2, Qr, WQ] = list.map((reading, k) => reading.value(x.subarray(2 * k)) as number);
      return value({ Q1, Q2, Qr, WQ });
    },
  });
  return { ...evaluate(readings), stationary: evaluate(readings.map((reading) => reading.stationary ?? reading)) };
}

function rungPopulation(name: string, l: number, { operators, lmin }: RotorContext): Observable | null {
  const ladder = operators.space.factors[2];
  const place = l - lmin;
  if (place < 0 || place >= ladder.dimension) return null;
  const operator = lift(operators.space, projector(new Space([ladder]), place));
  return { kind: "expectation", name, description: `population of the rotor's rung l = ${l}`, ...mean(operator) };
}
