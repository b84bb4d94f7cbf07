import { markMade } from "../copy.ts";
import { didYouMean, finite, integer, wrongKind, wrongValue } from "../errors.ts";

/** What one tensor factor is; decides which named operators make sense on it. */
export type FactorKind = "qubit" | "fock" | "spin" | "rotor" | "levels";

/** One tensor factor. */
export interface Factor {
  readonly label: string;
  readonly kind: FactorKind;
  readonly dimension: number;
  /** Quantum number of the first basis state: 0 for Fock, l_min for a rotor, J for a spin (whose basis runs J … −J). */
  readonly first: number;
  /** Names of the basis states, where they have any. */
  readonly names?: readonly string[];
}

/** Indices are 32-bit integers. */
const LARGEST = 2147483647;

/**
 * A labelled tensor product. The left factor is the slowest index:
 * basis state |i₀ i₁ …⟩ has index (i₀·d₁ + i₁)·d₂ + ….
 */
export class Space {
  readonly factors: readonly Factor[];
  readonly dimension: number;

  constructor(factors: readonly Factor[]) {
    if (!Array.isArray(factors))
      throw wrongKind("factors", "be a list of factors", factors, "Make spaces with `qubit`, `fock` … and `tensor`.");
    const seen = new Set<string>();
    for (const factor of factors) {
      if (typeof factor !== "object" || factor === null) throw wrongKind("factors", "be objects with a label and a dimension", factor);
      const { label, dimension } = factor;
      if (typeof label !== "string" || label === "") throw wrongKind("label", "be a word", label);
      integer("dimension", dimension, 1, LARGEST);
      if (seen.has(label)) throw wrongValue("label", "be different for each factor of a space", label, "Rename one of them.");
      seen.add(label);
    }
    this.factors = factors;
    this.dimension = factors.reduce((product, factor) => product * factor.dimension, 1);
    if (this.dimension > LARGEST) {
      throw wrongValue("space", `have dimension ≤ ${LARGEST}`, this.dimension, "Take fewer levels or fewer factors.");
    }
  }

  /** Position of the factor with this label; throws when there is none. */
  position(label: string): number {
    const position = this.factors.findIndex((factor) => factor.label === label);
    if (position < 0) throw wrongValue("label", `name a factor of ${this}`, label, this.#suggest(label));
    return position;
  }

  #suggest(label: string): string {
    const labels = this.factors.map((factor) => factor.label);
    return labels.length > 0 && typeof label === "string" ? didYouMean(label, labels) : "";
  }

  /** Product of the dimensions to the right of a factor: the distance between its neighbouring basis states. */
  stride(position: number): number {
    integer("position", position, 0, this.factors.length - 1);
    let product = 1;
    for (let k = position + 1; k < this.factors.length; k++) product *= this.factors[k].dimension;
    return product;
  }

  /** Same factors, in the same order. */
  equals(other: Space): boolean {
    requireSpace(other, "other");
    return (
      this.factors.length === other.factors.length &&
      this.factors.every((factor, i) => factor.label === other.factors[i].label && factor.dimension === other.factors[i].dimension)
    );
  }

  /** For example `a:20 ⊗ b:20`. */
  toString(): string {
    return this.factors.map((factor) => `${factor.label}:${factor.dimension}`).join(" ⊗ ") || "1";
  }
}

markMade(Space.prototype, "space");

/** Check that a value is a space, and return it. */
export function requireSpace(value: unknown, argument = "space"): Space {
  if (!(value instanceof Space)) throw wrongKind(argument, "be a space", value, "Make one with `qubit`, `fock`, `levels` … or `tensor`.");
  return value;
}

function one(label: string, kind: FactorKind, dimension: number, first: number, names?: readonly string[]): Space {
  return new Space([names ? { label, kind, dimension, first, names } : { label, kind, dimension, first }]);
}

/**
 * A qubit with basis |e⟩ = (1, 0), |g⟩ = (0, 1).
 * @example
 * qubit("atom").factors[0].names; // ["e", "g"]
 */
export function qubit(label = "qubit"): Space {
  return one(label, "qubit", 2, 0, ["e", "g"]);
}

/**
 * A cavity mode truncated to the number states |0⟩ … |levels − 1⟩.
 * @example
 * fock(5, "mode").dimension; // 5
 */
export function fock(levels: number, label = "mode"): Space {
  integer("levels", levels, 2, 1 << 20, "A truncated mode needs the vacuum and at least one photon.");
  return one(label, "fock", levels, 0);
}

/**
 * A spin J with basis |J⟩, |J − 1⟩ … |−J⟩; `J` is a multiple of ½.
 *
 * @example
 * spin(1).dimension; // 3
 */
export function spin(J: number, label = "spin"): Space {
  integer("2 J", 2 * finite("J", J), 0, 1 << 20, "J must be a multiple of 1/2.");
  return one(label, "spin", 2 * J + 1, J);
}

/** A planar rotor with angular momenta l_min … l_max. */
export function rotor(lmin: number, lmax: number, label = "rotor"): Space {
  integer("lmin", lmin, -(1 << 20), 1 << 20);
  integer("lmax", lmax, lmin + 1, 1 << 20, "The ladder needs at least two rungs.");
  return one(label, "rotor", lmax - lmin + 1, lmin);
}

/**
 * Any system with `count` levels, or with one level per given name.
 *
 * @example
 * levels(["low", "middle", "high"]).dimension; // 3
 */
export function levels(countOrNames: number | readonly string[], label = "levels"): Space {
  if (!Array.isArray(countOrNames)) return one(label, "levels", integer("levels", countOrNames, 1, 1 << 20), 0);
  if (countOrNames.length === 0) throw wrongValue("levels", "have at least one level", countOrNames);
  const nameless = countOrNames.find((name) => typeof name !== "string");
  if (nameless !== undefined) throw wrongKind("levels", "be a number of levels, or their names", nameless);
  const twice = countOrNames.find((name, i) => countOrNames.indexOf(name) !== i);
  if (twice !== undefined) throw wrongValue("levels", "have different names", countOrNames, "", `"${twice}" is there twice`);
  return one(label, "levels", countOrNames.length, 0, countOrNames);
}

/**
 * The tensor product, left factor slowest.
 * @example
 * tensor(qubit("a"), fock(3, "b")).dimension; // 6
 */
export function tensor(...spaces: readonly Space[]): Space {
  return new Space(spaces.flatMap((space) => requireSpace(space, "spaces").factors));
}
