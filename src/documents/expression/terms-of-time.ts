/** Hermitian operators that depend on time, split into real functions and Hermitian operators. */
import type { Coefficient } from "../../dynamics/generator.ts";
import type { Operator } from "../../operators/operator.ts";
import { complexProduct, complexQuotient, conjugateOf, productOfNumbers, quotientOfNumbers } from "./arithmetic.ts";
import { coefficientOf } from "./functions-of-time.ts";
import { notHermitian, operatorValue } from "./hermitian-terms.ts";
import { keyOf } from "./live.ts";
import { carried, isSelfAdjoint, lifted, scaled, summed } from "./operator-parts.ts";
import type { Surroundings } from "./surroundings.ts";
import { startOf, type Tree } from "./tree.ts";
import { COMPLEX, IMAGINARY, type NumberValue, numberOf, type Part, REAL, type Value } from "./value.ts";

/** One term c(t)·O of a Hamiltonian: c real, O Hermitian. */
export interface TermOfTime {
  readonly operator: Operator;
  readonly coefficient: Coefficient;
}

/**
 * A Hermitian operator that may depend on time, as Σ c_k(t)·O_k with real c_k and Hermitian O_k on the whole space, equal c_k merged, in
 * the order of the text; what does not depend on time has the coefficient 1. A complex coefficient c(t)·X + conj(c(t))·X† becomes
 * Re c·(X + X†) + Im c·i(X − X†), exactly.
 *
 * Throws an `ExpressionFault`: "not-hermitian" with the term that has no conjugate, "domain" where breakpoints cannot be known.
 */
export function asTermsOfTime(value: Value, tree: Tree, surroundings: Surroundings): readonly TermOfTime[] {
  const operator = operatorValue(value, tree, surroundings.space);
  if (operator.fault) throw operator.fault;
  const groups = new Groups(startOf(tree));
  for (const { coefficient, part } of operator.terms) groups.add(coefficient, lifted(surroundings.space, part));
  return groups.list().map(({ parts, coefficient }) => {
    const sum = summed(parts);
    if (!isSelfAdjoint(sum)) throw notHermitian(tree, surroundings, "not-hermitian", "be Hermitian at all times");
    return { operator: carried(sum), coefficient: coefficient() };
  });
}

interface Group {
  readonly coefficient: () => Coefficient;
  readonly parts: Part[];
}

/** Parts by the real function that multiplies them. */
class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #bases = new Map<string, { readonly base: NumberValue; readonly flipped: boolean }>();
  readonly #start: number;

  constructor(start: number) {
    this.#start = start;
  }

  list(): Group[] {
    return [...this.#groups.values()];
  }

  add(coefficient: NumberValue | null, part: Part): void {
    if (coefficient === null) {
      this.#into("", () => 1, part);
      return;
    }
    const own = canonical(coefficient);
    let known = this.#bases.get(own.key);
    if (!known) this.#bases.set(own.key, (known = own));
    const { base } = known;
    const sign = own.conjugated !== (own.flipped !== known.flipped) ? -1 : 1;
    const [re, im] = own.factor;
    const code = own.code;
    if (base.code !== IMAGINARY) {
      this.#into(`re ${own.key}`, () => coefficientOf(base, "re", this.#start), times(part, numberOf(code, re, im)));
    }
    if (base.code !== REAL) {
      const turned = code === COMPLEX ? COMPLEX : code === REAL ? IMAGINARY : REAL;
      this.#into(`im ${own.key}`, () => coefficientOf(base, "im", this.#start), times(part, numberOf(turned, (0 - im) * sign, re * sign)));
    }
  }

  #into(key: string, coefficient: () => Coefficient, part: Part): void {
    const group = this.#groups.get(key);
    if (group) group.parts.push(part);
    else this.#groups.set(key, { coefficient, parts: [part] });
  }
}

function times(part: Part, c: NumberValue): Part {
  return c.re === 1 && c.im === 0 && c.code === REAL ? part : scaled(part, c);
}

/**
 * A coefficient as factor · base, or factor · conj(base). Equal keys mean bases that are equal, or conjugate to one another where
 * `flipped` differs.
 */
interface Canonical {
  readonly factor: readonly [number, number];
  /** The class of the factor. */
  readonly code: NumberValue["code"];
  readonly base: NumberValue;
  readonly conjugated: boolean;
  readonly key: string;
  readonly flipped: boolean;
}

function plain(base: NumberValue, key = keyOf(base), flipped = false): Canonical {
  return { factor: [1, 0], code: REAL, base, conjugated: false, key, flipped };
}

/** What is real stays as it is written; constants come out of complex coefficients, and conjugates are recognised. */
function canonical(value: NumberValue): Canonical {
  const { live } = value;
  if (live === null || value.code === REAL) return plain(value);
  const [x, y] = live.args as readonly NumberValue[];
  switch (live.op) {
    case "conj": {
      const own = canonical(x);
      return { ...own, factor: [own.factor[0], 0 - own.factor[1]], conjugated: !own.conjugated };
    }
    case "negation": {
      const own = canonical(x);
      return { ...own, factor: [0 - own.factor[0], 0 - own.factor[1]] };
    }
    case "*":
      if (x.live === null) return multiplied(canonical(y), x);
      if (y.live === null) return multiplied(canonical(x), y);
      return productOfBoth(canonical(x), canonical(y));
    case "/": {
      const own = canonical(x);
      if (y.live === null) return { ...own, factor: complexQuotient(own.factor, [y.re, y.im]), code: product(own.code, y.code) };
      const base = quotientOfNumbers(oriented(own), y, 1);
      return { ...own, base, conjugated: false, key: `${own.key}/${keyOf(y)}`, flipped: own.flipped !== own.conjugated };
    }
    case "exp":
      return exponential(value, x);
    default:
      return plain(value);
  }
}

function product(a: NumberValue["code"], b: NumberValue["code"]): NumberValue["code"] {
  if (a === COMPLEX || b === COMPLEX) return COMPLEX;
  return a === b ? REAL : IMAGINARY;
}

function multiplied(own: Canonical, c: NumberValue): Canonical {
  return { ...own, factor: complexProduct([c.re, c.im], own.factor), code: product(own.code, c.code) };
}

function oriented({ base, conjugated }: Canonical): NumberValue {
  return conjugated ? conjugateOf(base, 1) : base;
}

function productOfBoth(a: Canonical, b: Canonical): Canonical {
  const [left, right] = [a.flipped !== a.conjugated, b.flipped !== b.conjugated];
  const factor = complexProduct(a.factor, b.factor);
  const base = productOfNumbers(oriented(a), oriented(b), 1);
  const mixed = a.base.code !== REAL && b.base.code !== REAL && left !== right;
  const flipped = a.base.code === REAL ? right : left;
  return { factor, code: product(a.code, b.code), base, conjugated: false, key: `${a.key}*${mixed ? "~" : ""}${b.key}`, flipped };
}

/** e^{k·x} with a constant k and a real x: e^{−ix} is the conjugate of e^{ix}. */
function exponential(value: NumberValue, argument: NumberValue): Canonical {
  const { factor, base, key } = canonical(argument);
  if (base.code !== REAL) return plain(value);
  const [re, im] = factor;
  return plain(value, `exp(${re},${Math.abs(im)},${key})`, im < 0);
}
