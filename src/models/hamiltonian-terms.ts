/**
 * The Hamiltonian of a model of one's own, from an operator or a list of terms. A real coefficient multiplies a Hermitian operator; a
 * complex one, the pair [re, im] or a function that returns such pairs, stands for itself and its conjugate:
 *
 *   (A, c)   c(t) A with c real and A = A†          (A, [x, y])   (x + iy) A + (x − iy) A†
 */
import { coefficientAt, isTimeFunction, requireCoefficient, timeFunction } from "../dynamics/coefficient.ts";
import type { Coefficient, FunctionOfTime, HamiltonianTerm } from "../dynamics/generator.ts";
import { wrongKind } from "../errors.ts";
import { dag, plus, requireHermitian, scale } from "../operators/algebra.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { requireFinite } from "../operators/checks.ts";
import { Operator } from "../operators/operator.ts";
import { anything, checkOptions } from "../options.ts";
import { Space } from "../spaces/space.ts";

/** A real coefficient: a number, a function of time, or one with breakpoints (`timeFunction`, `sampled`). */
export type RealCoefficient = Coefficient | ((t: number) => number);

/** A real coefficient, or a complex one, whose conjugate with the adjoint operator is added. */
export type TermCoefficient =
  | RealCoefficient
  | readonly [re: RealCoefficient, im: RealCoefficient]
  | ((t: number) => readonly [re: number, im: number]);

/** One term of a Hamiltonian. */
export type TermOfH =
  | Operator
  | { readonly operator: Operator; readonly coefficient?: TermCoefficient }
  | readonly [operator: Operator, coefficient: TermCoefficient];

/** A Hamiltonian as a builder takes it. */
export type HamiltonianOf = Operator | readonly TermOfH[];

/** Functions of time by what they were made of, and how: what is probed of one is known when its model is built anew. */
const known = new WeakMap<object, Map<string, FunctionOfTime>>();

/** Makes functions of time of plain functions, the same one for the same function, so that terms which share it share their group. */
export class TimeFunctions {
  private readonly first = new Map<object, Map<string, FunctionOfTime>>();

  /** A real coefficient; plain functions become functions of time, and sentences call it `label`. */
  real(value: unknown, label: string, bounds: { atLeast?: number } = {}, remedy = ""): Coefficient {
    if (typeof value === "function") return this.once(value, "", label, () => timeFunction(value as (t: number) => number));
    requireCoefficient(label, value, bounds, remedy);
    const coefficient = value as Coefficient;
    return isTimeFunction(coefficient) ? this.once(coefficient, "", label, () => coefficient) : coefficient;
  }

  /** One part of a function that returns pairs. */
  part(f: (t: number) => unknown, index: 0 | 1, label: string): FunctionOfTime {
    return this.once(f, `[${index}]`, `${label}[${index}]`, () => timeFunction((t) => partOf(f(t), index, label, t)));
  }

  /** A function of time multiplied by a number. */
  scaled(coefficient: Coefficient, factor: number): Coefficient {
    if (!isTimeFunction(coefficient)) return coefficient * factor;
    const make = () => ({ ...coefficient, at: (t: number) => factor * coefficient.at(t) });
    return this.once(coefficient, `*${factor}`, coefficient.label ?? "rate", make);
  }

  private once(of: object, which: string, label: string, make: () => FunctionOfTime): FunctionOfTime {
    const here = entryOf(this.first, of);
    let found = here.get(which);
    if (found) return found;
    const anywhere = entryOf(known, of);
    found = anywhere.get(`${which} ${label}`) ?? { label, ...make() };
    anywhere.set(`${which} ${label}`, found);
    here.set(which, found);
    return found;
  }
}

type Table = Map<object, Map<string, FunctionOfTime>> | WeakMap<object, Map<string, FunctionOfTime>>;

function entryOf(table: Table, of: object): Map<string, FunctionOfTime> {
  let entry = table.get(of);
  if (!entry) table.set(of, (entry = new Map()));
  return entry;
}

function partOf(value: unknown, index: 0 | 1, label: string, t: number): number {
  if (!isPair(value)) throw wrongKind(label, "return pairs [re, im] at all times", value, `At t = ${t} it does not.`);
  return value[index];
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "number");
}

/** The space of a Hamiltonian: that of the operator, of the first term that acts on all factors, or all factors as they come up. */
export function spaceOfH(H: HamiltonianOf): Space {
  if (H instanceof Operator) return H.space;
  const spaces = H.map((term, k) => operatorOf(term, `H[${k}]`).space);
  const labels = new Set(spaces.flatMap(({ factors }) => factors.map(({ label }) => label)));
  const whole = spaces.find(({ factors }) => factors.length === labels.size);
  const all = spaces.flatMap(({ factors }) => factors);
  return whole ?? new Space([...labels].map((name) => all.find(({ label }) => label === name) as Space["factors"][number]));
}

/** The terms of a Hamiltonian on `system`, all Hermitian with real coefficients. Throws with the term that is not, by its place. */
export function hamiltonianTerms(H: HamiltonianOf, system: Space, functions: TimeFunctions): readonly HamiltonianTerm[] {
  if (H instanceof Operator) return [{ operator: requireHermitian("H", broughtTo(system, H, "H")), coefficient: 1 }];
  return H.flatMap((term, k) => oneTerm(term, `H[${k}]`, system, functions));
}

function operatorOf(term: unknown, name: string): Operator {
  const operator = term instanceof Operator ? term : Array.isArray(term) ? term[0] : (term as { operator?: unknown } | null)?.operator;
  if (operator instanceof Operator) return operator;
  if (operator !== undefined) throw wrongKind(`${name}.operator`, "be an operator", operator);
  throw wrongKind(name, "be an operator, { operator, coefficient } or [operator, coefficient]", term);
}

function oneTerm(term: TermOfH, name: string, system: Space, functions: TimeFunctions): readonly HamiltonianTerm[] {
  const given = operatorOf(term, name);
  if (Array.isArray(term) && term.length !== 2) throw wrongKind(name, "be [operator, coefficient]", term);
  if (!Array.isArray(term) && !(term instanceof Operator)) {
    const checks = { operator: anything, coefficient: anything };
    checkOptions(name, term, checks, { required: ["operator"], prefix: `${name}.` });
  }
  const operatorName = term instanceof Operator ? name : `${name}.operator`;
  requireFinite(operatorName, given);
  const A = broughtTo(system, given, operatorName);
  const coefficient = term instanceof Operator ? 1 : Array.isArray(term) ? term[1] : ((term as { coefficient?: unknown }).coefficient ?? 1);
  const label = `${name}.coefficient`;
  if (Array.isArray(coefficient)) {
    if (coefficient.length !== 2) throw wrongKind(label, "be a real coefficient or a pair [re, im]", coefficient);
    return withConjugate(A, functions.real(coefficient[0], `${label}[0]`), functions.real(coefficient[1], `${label}[1]`));
  }
  if (typeof coefficient === "function" && Array.isArray(coefficient(0))) {
    const f = coefficient as (t: number) => unknown;
    return withConjugate(A, functions.part(f, 0, label), functions.part(f, 1, label));
  }
  requireHermitian(operatorName, A);
  return [{ operator: A, coefficient: functions.real(coefficient, label) }];
}

/** (x + iy)A + (x − iy)A† = x (A + A†) + y i(A − A†); a part that is the number 0 has no term. */
function withConjugate(A: Operator, x: Coefficient, y: Coefficient): readonly HamiltonianTerm[] {
  const adjoint = dag(A);
  const terms = [
    { operator: plus(A, adjoint), coefficient: x },
    { operator: plus(scale(A, 0, 1), scale(adjoint, 0, -1)), coefficient: y },
  ];
  return terms.filter(({ coefficient }) => coefficient !== 0);
}

/** Constant terms as one operator; null when a coefficient depends on time. */
export function constantSum(terms: readonly HamiltonianTerm[]): Operator | null {
  if (terms.some(({ coefficient }) => isTimeFunction(coefficient))) return null;
  return plus(...terms.map(({ operator, coefficient }) => (coefficient === 1 ? operator : scale(operator, coefficientAt(coefficient, 0)))));
}
