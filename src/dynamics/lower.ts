/** From a master equation to terms of a linear map, and to its adjoint on observables. */

import { finite, wrongKind, wrongValue } from "../errors.ts";
import { dag, identity, minus, plus, scale, times, zero } from "../operators/algebra.ts";
import { type Operator, requireOperator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";
import { coefficientAt, isTimeFunction } from "./coefficient.ts";
import type { Coefficient, Dissipator, Generator } from "./generator.ts";
import { requireGenerator } from "./require-dynamics.ts";
import type { Term, TermMap } from "./terms.ts";

/** The terms of a generator with the coefficient of each group: 1 for the constant part. */
export interface GeneratorTerms extends TermMap {
  /** One per group; `weights` holds their values at t = 0. */
  readonly coefficients: readonly Coefficient[];
  /** Per group: whether a negative value would be a negative rate. */
  readonly isRate: readonly boolean[];
  /** All breakpoints, increasing. */
  readonly breakpoints: readonly number[];
}

/**
 * Write a generator as terms  ρ ↦ Σ_k c_k(t) Σ (re + i·im) L ρ R†.
 *
 * Group 0 is the constant part, with one pair of terms  G ρ + ρ G†,  G = −iH − ½ Σ γ R†L,  and one term per jump; each
 * coefficient that depends on time has a group of its own (terms that share the function share the group).
 */
export function generatorTerms(generator: Generator): GeneratorTerms {
  const groups = new Map<unknown, Group>([["constant", new Group(generator, 1)]]);
  const groupOf = (coefficient: Coefficient, isRate: boolean): Group => {
    const key = isTimeFunction(coefficient) ? coefficient : "constant";
    let group = groups.get(key);
    if (!group) groups.set(key, (group = new Group(generator, coefficient)));
    group.isRate ||= isRate;
    return group;
  };
  for (const { operator, coefficient } of generator.hamiltonian) {
    groupOf(coefficient, false).drift.push(scale(operator, 0, isTimeFunction(coefficient) ? -1 : -coefficient));
  }
  for (const dissipator of generator.dissipators) groupOf(dissipator.rate, true).addJump(dissipator);
  const list = [...groups.values()];
  const breakpoints = new Set(list.flatMap(({ coefficient }) => (isTimeFunction(coefficient) ? coefficient.breakpoints : [])));
  return {
    terms: list.flatMap((group, k) => group.terms(k)),
    groups: list.map((_, k) => (k === 0 ? "constant" : `f${k}(t)`)),
    weights: list.map(({ coefficient }) => (isTimeFunction(coefficient) ? coefficient.at(0) : coefficient)),
    coefficients: list.map(({ coefficient }) => coefficient),
    isRate: list.map(({ isRate }) => isRate && !generator.negativeRates),
    breakpoints: [...breakpoints].sort((a, b) => a - b),
  };
}

const ones = new WeakMap<Space, Operator>();

/** 1 on a space, kept as long as the space lives. */
function oneOn(space: Space): Operator {
  let one = ones.get(space);
  if (!one) ones.set(space, (one = identity(space)));
  return one;
}

const losses = new WeakMap<Operator, WeakMap<Operator, Operator>>();

/** R†L, kept as long as both operators live: models of one family share their jumps and differ in rates. */
function lossOf(left: Operator, right: Operator): Operator {
  let known = losses.get(left);
  if (!known) losses.set(left, (known = new WeakMap()));
  let product = known.get(right);
  if (!product) known.set(right, (product = times(dag(right), left)));
  return product;
}

/** What shares one coefficient: the drift G and the jumps. */
class Group {
  readonly drift: Operator[] = [];
  readonly jumps: { left: Operator; right: Operator; rate: number }[] = [];
  isRate = false;
  readonly generator: Generator;
  readonly coefficient: Coefficient;

  constructor(generator: Generator, coefficient: Coefficient) {
    this.generator = generator;
    this.coefficient = coefficient;
  }

  addJump({ left, right, rate }: Dissipator): void {
    const value = isTimeFunction(rate) ? 1 : rate;
    this.jumps.push({ left, right, rate: value });
    this.drift.push(scale(lossOf(left, right), -0.5 * value));
  }

  terms(group: number): readonly Term[] {
    const one = oneOn(this.generator.system);
    const terms: Term[] = this.jumps.map(({ left, right, rate }) => ({ left, right, re: rate, im: 0, group }));
    if (this.drift.length > 0) {
      const G = plus(...this.drift);
      terms.push({ left: G, right: one, re: 1, im: 0, group }, { left: one, right: G, re: 1, im: 0, group });
    }
    return terms;
  }
}

/** The dissipators of one bath, or of all (`bath` null). Throws when the generator has no such bath. */
export function dissipatorsOf(generator: Generator, bath: string | null): readonly Dissipator[] {
  requireGenerator(generator);
  if (bath === null) return generator.dissipators;
  if (typeof bath !== "string") throw wrongKind("bath", "be a bath's name, or null for all", bath);
  if (!Object.hasOwn(generator.baths, bath)) {
    throw wrongValue("bath", `name a bath of the generator (${Object.keys(generator.baths).join(", ")})`, bath);
  }
  return generator.dissipators.filter((dissipator) => dissipator.bath === bath);
}

/**
 * The adjoint dissipator of one bath (or of all) on an observable:  Σ γ (R†XL − ½{R†L, X}),
 *
 * so that Tr[X D(ρ)] = Tr[D†(X) ρ]: the rate at which that bath changes ⟨X⟩. With X = H it is the heat flow.
 * Coefficients that depend on time are taken at `t`.
 *
 * @example
 * const light = { operator: sigmaMinus(qubit()), rate: 0.5, bath: "light" };
 * const decay = generator({ system: qubit(), H: qubitHamiltonian(qubit(), 1), jumps: [light] });
 * adjointDissipator(decay, "light", sigmaX(qubit())).at(0, 1); // [-0.25, 0]
 */
export function adjointDissipator(generator: Generator, bath: string | null, X: Operator, t = 0): Operator {
  requireOperator("X", X);
  finite("t", t);
  const parts = dissipatorsOf(generator, bath).map(({ left, right, rate }) => {
    const value = coefficientAt(rate, t);
    const product = times(dag(right), left);
    const loss = scale(plus(times(product, X), times(X, product)), 0.5);
    return scale(minus(times(dag(right), X, left), loss), value);
  });
  return parts.length === 0 ? zero(generator.system) : plus(...parts);
}

/**
 * The adjoint generator on an observable:  i[H, X] + Σ_baths D†(X);  its expectation value is d⟨X⟩/dt.
 *
 * @example
 * const light = { operator: sigmaMinus(qubit()), rate: 0.5 };
 * const decay = generator({ system: qubit(), H: qubitHamiltonian(qubit(), 1), jumps: [light] });
 * adjointGenerator(decay, sigmaZ(qubit())).at(0, 0); // [-1, 0]
 */
export function adjointGenerator(generator: Generator, X: Operator, t = 0): Operator {
  const H = hamiltonianAt(generator, t);
  return plus(scale(minus(times(H, X), times(X, H)), 0, 1), adjointDissipator(generator, null, X, t));
}

/**
 * The Hamiltonian at time t as one operator.
 *
 * @example
 * const driven = generator({ system: qubit(), H: [{ operator: sigmaX(qubit()), coefficient: timeFunction((t) => 2 * t) }] });
 * hamiltonianAt(driven, 1.5).at(0, 1); // [3, 0]
 */
export function hamiltonianAt(generator: Generator, t = 0): Operator {
  finite("t", t);
  requireGenerator(generator);
  const parts = generator.hamiltonian.map(({ operator, coefficient }) => scale(operator, coefficientAt(coefficient, t)));
  return parts.length === 0 ? zero(generator.system) : plus(...parts);
}
