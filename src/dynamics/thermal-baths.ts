/** Thermal baths as pairs of jumps that obey detailed balance. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { exp, expm1 } from "../numerics/scalar.ts";
import { dag } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { aName, anything, checkOptions, type OptionChecks, oneOf } from "../options.ts";
import type { Jump } from "./lindblad.ts";

/**
 * The mean occupation of a mode of energy `omega` > 0 at inverse temperature `beta` > 0:  n = 1/(e^{βω} − 1).
 *
 * `beta = Infinity` gives 0. Throws a RangeError when either is not positive.
 * @example
 * thermalOccupation(1, 1); // 0.581977
 */
export function thermalOccupation(beta: number, omega: number): number {
  if (beta === Number.POSITIVE_INFINITY) return 0;
  finite("beta", beta, { above: 0 }, "An inverse temperature is positive; use Infinity for zero temperature.");
  finite("omega", omega, { above: 0 });
  return 1 / expm1(beta * omega);
}

/** What a thermal bath on one transition needs. */
export interface ThermalBath {
  /** Name of the bath, for the ledger. */
  readonly bath: string;
  /** The operator that lowers the energy of the system by `omega`. */
  readonly lowering: Operator;
  /** Energy of the transition, > 0. */
  readonly omega: number;
  /** Rate γ ≥ 0 of spontaneous emission. */
  readonly rate: number;
  /** Inverse temperature of the bath, Infinity for zero temperature; or give `T`. */
  readonly beta?: number;
  /** Temperature of the bath. */
  readonly T?: number;
  /** Statistics of the bath's excitations: bosons by default; fermions for a lead. */
  readonly statistics?: "bosons" | "fermions";
}

/**
 * A thermal bath on one transition, in local detailed balance: rate down / rate up = e^{βω}.
 *
 *   bosons     γ (n + 1) D[A] + γ n D[A†],   n = 1/(e^{βω} − 1)
 *   fermions   γ (1 − f) D[A] + γ f D[A†],   f = 1/(e^{βω} + 1)
 *
 * Returns the two jumps for `generator({ jumps })`. Throws when a rate is negative or `omega` is not positive.
 *
 * @example
 * thermalBath({ bath: "walls", lowering: sigmaMinus(qubit()), omega: 1, rate: 1, T: 1 })[1].rate; // 0.581977
 */
export function thermalBath(options: ThermalBath): readonly [Jump, Jump] {
  const required = ["bath", "lowering", "omega", "rate"];
  checkOptions<ThermalBath>("options", options, bathChecks, { required, remedy: "Write { bath, lowering, omega, rate, T }." });
  const { bath, lowering, omega, rate, statistics = "bosons" } = options;
  const beta = betaOfBath(options);
  if (!(lowering instanceof Operator)) throw wrongKind("lowering", "be an operator", lowering);
  finite("rate", rate, { atLeast: 0 });
  finite("omega", omega, { above: 0 }, "For a transition without energy, give the two jumps and their rates by hand.");
  const [down, up] = statistics === "bosons" ? bosonic(beta, omega) : fermionic(beta, omega);
  return [
    { operator: lowering, rate: rate * down, bath, beta },
    { operator: raisingOf(lowering), rate: rate * up, bath, beta },
  ];
}

const raising = new WeakMap<Operator, Operator>();

/** The adjoint, kept as long as the operator lives: models of one family share their jumps and differ in rates. */
function raisingOf(lowering: Operator): Operator {
  let known = raising.get(lowering);
  if (!known) raising.set(lowering, (known = dag(lowering)));
  return known;
}

/** β from either of the two. */
function betaOfBath({ T, beta }: ThermalBath): number {
  if ((T === undefined) === (beta === undefined)) {
    throw wrongValue("options", "have either `T` or `beta`", null, "", T === undefined ? "has neither" : "has both");
  }
  if (T === undefined) return beta as number;
  return T === Number.POSITIVE_INFINITY ? 0 : 1 / Math.abs(finite("T", T, { atLeast: 0 }));
}

const bathChecks: OptionChecks<ThermalBath> = {
  bath: aName,
  lowering: anything,
  omega: anything,
  rate: anything,
  beta: anything,
  T: anything,
  statistics: oneOf("bosons", "fermions"),
};

function bosonic(beta: number, omega: number): readonly [number, number] {
  const n = thermalOccupation(beta, omega);
  return [n + 1, n];
}

function fermionic(beta: number, omega: number): readonly [number, number] {
  if (beta === Number.POSITIVE_INFINITY) return [1, 0];
  finite("beta", beta);
  const f = 1 / (exp(beta * omega) + 1);
  return [1 - f, f];
}
