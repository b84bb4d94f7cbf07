/** From what `masterEquation` takes to a generator: jumps, baths, rate matrices, couplings to the whole Hamiltonian. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, Generator } from "../dynamics/generator.ts";
import type { GlobalForm } from "../dynamics/global.ts";
import type { LambShift, NegativeFrequencies } from "../dynamics/global-coupling.ts";
import { type CollectiveJumps, generator, type Jump } from "../dynamics/lindblad.ts";
import type { SpectralDensity } from "../dynamics/spectral.ts";
import { thermalBath } from "../dynamics/thermal-baths.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { hamiltonianTerms, spaceOfH, TimeFunctions } from "./hamiltonian-terms.ts";
import type { MasterEquationDefinition } from "./master-equation.ts";
import { betaOf, checkBath, checkGroup, checkJump } from "./master-equation-options.ts";

/** A temperature, or an inverse one, or neither. */
export type OptionalTemperature =
  | { readonly T?: number; readonly beta?: undefined }
  | { readonly beta?: number | null; readonly T?: undefined };

/** One jump  rate · D[operator]: rate 1 where none is given. */
export type JumpOfEquation =
  | Operator
  | readonly [operator: Operator, rate: Coefficient | ((t: number) => number)]
  | ({
      readonly operator: Operator;
      /** ≥ 0, a number or a function of time. */
      readonly rate?: Coefficient | ((t: number) => number);
      /** Name of the bath it belongs to, `"bath"` unless given. */
      readonly bath?: string;
    } & OptionalTemperature);

/** A thermal bath on one transition: γ(n + 1) D[A] + γ n D[A†], or for fermions γ(1 − f) D[A] + γ f D[A†]. */
export type BathOfEquation = {
  /** A, which lowers the energy by `omega` > 0. */
  readonly lowering: Operator;
  readonly omega: number;
  /** γ ≥ 0, a number or a function of time. */
  readonly rate: Coefficient | ((t: number) => number);
  readonly statistics?: "bosons" | "fermions";
} & OptionalTemperature;

/** Jumps that share a bath by a matrix of rates. */
export type GroupOfEquation = Omit<CollectiveJumps, "beta"> & OptionalTemperature;

/** A coupling of one bath to the whole Hamiltonian. */
export type CouplingOfEquation = {
  readonly bath: string;
  readonly operator: Operator;
  readonly density: SpectralDensity;
} & OptionalTemperature;

/** Baths that see the whole Hamiltonian: what `globalMasterEquation` takes besides H. */
export interface GlobalOfEquation {
  readonly couplings: readonly CouplingOfEquation[];
  readonly form?: GlobalForm;
  readonly cluster?: number;
  readonly tolerance?: number;
  readonly negativeFrequencies?: NegativeFrequencies;
  readonly lambShift?: LambShift;
}

/** What a definition consists of without its couplings to the whole Hamiltonian. */
export interface LocalParts {
  readonly system: Space;
  readonly terms: ReturnType<typeof hamiltonianTerms>;
  readonly local: Generator;
}

/** The generator of jumps, baths and groups, of a definition whose options were checked. */
export function localParts(definition: Omit<MasterEquationDefinition, "global" | "initial">): LocalParts {
  const { H, jumps = [], baths = {}, collective = [], negativeRates = false } = definition;
  const system = definition.system ?? spaceOfH(H);
  const functions = new TimeFunctions();
  const terms = hamiltonianTerms(H, system, functions);
  const all = [
    ...jumps.map((jump, k) => oneJump(jump, `jumps[${k}]`, system, functions, negativeRates)),
    ...Object.entries(baths).flatMap(([name, given]) => {
      const many = Array.isArray(given);
      const list = (many ? given : [given]) as readonly BathOfEquation[];
      return list.flatMap((bath, k) => jumpsOfBath(name, bath, `baths.${name}${many ? `[${k}]` : ""}`, system, functions));
    }),
  ];
  const groups = collective.map((group, k) => {
    checkGroup(group, `collective[${k}]`);
    const { T: _T, ...rest } = group;
    return { ...rest, beta: betaOf(group, `collective[${k}]`) };
  });
  const local = generator({ system, H: terms, jumps: all, collective: groups, ...(negativeRates ? { negativeRates } : {}) });
  return { system, terms, local };
}

const RATE_REMEDY = "For an equation local in time, whose rates may turn negative, set `negativeRates: true`.";

function oneJump(given: JumpOfEquation, name: string, system: Space, functions: TimeFunctions, negative: boolean): Jump {
  if (given instanceof Operator) return { operator: broughtTo(system, given, name), rate: 1 };
  const listed = Array.isArray(given);
  if (listed && given.length !== 2) throw wrongKind(name, "be an operator, { operator, rate } or [operator, rate]", given);
  const jump = (listed ? { operator: given[0], rate: given[1] } : given) as Exclude<JumpOfEquation, Operator | readonly unknown[]>;
  checkJump(jump, name);
  const { operator, rate = 1, bath } = jump;
  const bounds = negative ? {} : { atLeast: 0 };
  return {
    operator: broughtTo(system, operator, `${name}.operator`),
    rate: functions.real(rate, `${name}.rate`, bounds, RATE_REMEDY),
    ...(bath === undefined ? {} : { bath }),
    beta: betaOf(jump, name),
  };
}

function jumpsOfBath(bath: string, given: BathOfEquation, name: string, system: Space, functions: TimeFunctions): readonly Jump[] {
  checkBath(given, name);
  const beta = betaOf(given, name);
  if (beta === null) throw wrongValue(name, "have `T` or `beta`", null, "A thermal bath has a temperature.", "it has neither");
  const { lowering, omega, statistics } = given;
  const rate = functions.real(given.rate, `${name}.rate`, { atLeast: 0 });
  const unit = isTimeFunction(rate) ? 1 : rate;
  const pair = thermalBath({
    bath,
    lowering: broughtTo(system, lowering, `${name}.lowering`),
    omega,
    rate: unit,
    beta,
    ...(statistics ? { statistics } : {}),
  });
  const used = isTimeFunction(rate) ? pair.map((jump) => ({ ...jump, rate: functions.scaled(rate, jump.rate as number) })) : pair;
  // at zero temperature nothing is absorbed
  return used.filter((jump) => jump.rate !== 0 && !(beta === Number.POSITIVE_INFINITY && jump === used[1]));
}
