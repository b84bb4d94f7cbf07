/** Kets: amplitudes on a labelled space, with superpositions, tensor products, inner and outer products. */
import { markMade } from "../copy.ts";
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { Space, tensor as tensorSpaces } from "../spaces/space.ts";
import { requireHermitian } from "./checks.ts";
import { basisIndex } from "./named.ts";
import { Operator, requireRoom } from "./operator.ts";
import { type Complex, complex } from "./states.ts";
import { offsets } from "./tensor.ts";

/**
 * A vector |ψ⟩ of a space, immutable. Its norm is free: `state()` divides by it.
 *
 * Wherever a state is wanted, `psi.state()` is |ψ⟩⟨ψ|; wherever amplitudes are, `psi.pairs()` are they.
 */
export class Ket {
  readonly space: Space;
  /** ⟨i|ψ⟩ as interleaved re, im; one pair per basis state. */
  readonly amplitudes: Float64Array;

  constructor(space: Space, amplitudes: Float64Array) {
    if (!(space instanceof Space)) throw wrongKind("space", "be a space", space);
    if (!(amplitudes instanceof Float64Array)) throw wrongKind("amplitudes", "be a Float64Array", amplitudes, "Use Ket.of(space, [1, 0]).");
    if (amplitudes.length !== 2 * space.dimension) {
      const must = `hold ${2 * space.dimension} numbers, re and im of each basis state of ${space}`;
      throw wrongValue("amplitudes", must, null, "", `it holds ${amplitudes.length}`);
    }
    this.space = space;
    this.amplitudes = amplitudes;
    markMade(Ket.prototype, "ket");
  }

  /** From amplitudes, numbers or pairs [re, im], one per basis state. */
  static of(space: Space, amplitudes: readonly Complex[]): Ket {
    if (!Array.isArray(amplitudes)) throw wrongKind("amplitudes", "be a list of numbers or pairs [re, im]", amplitudes);
    const pairs = amplitudes.flatMap((amplitude, i) => [...complex(`amplitudes[${i}]`, amplitude)]);
    return new Ket(space, Float64Array.from(pairs));
  }

  /** The basis ket |i⟩ by index, or by level name on a space with a single named factor. */
  static basis(space: Space, level: number | string): Ket {
    if (!(space instanceof Space)) throw wrongKind("space", "be a space", space);
    const amplitudes = new Float64Array(2 * space.dimension);
    amplitudes[2 * basisIndex(space, level)] = 1;
    return new Ket(space, amplitudes);
  }

  /**
   * The ket of a pure state ρ = |ψ⟩⟨ψ|, its component of largest modulus (the first of equals) real and positive.
   * Throws when ρ is not pure: when 1 − Tr ρ² is above `tolerance` (1e-9).
   */
  static ofState(rho: Operator, tolerance = 1e-9): Ket {
    requireHermitian("rho", rho, 1e-9);
    finite("tolerance", tolerance, { above: 0 });
    let [purity, pivot] = [0, 0];
    rho.forEach((i, j, re, im) => {
      purity += re * re + im * im;
      if (i === j && re > (1 + 1e-8) * rho.at(pivot, pivot)[0]) pivot = i;
    });
    if (Math.abs(purity - 1) > tolerance) throw wrongValue("rho", "be a pure state", null, "", `its purity Tr ρ² is ${purity}`);
    const amplitudes = new Float64Array(2 * rho.dimension);
    const root = Math.sqrt(rho.at(pivot, pivot)[0]);
    rho.forEach((i, j, re, im) => {
      if (j !== pivot) return;
      amplitudes[2 * i] = re / root;
      amplitudes[2 * i + 1] = i === pivot ? 0 : im / root;
    });
    return new Ket(rho.space, amplitudes);
  }

  /** Amplitudes as pairs [re, im], as `ket` and `masterEquation({ initial })` take them. */
  pairs(): [number, number][] {
    return Array.from({ length: this.space.dimension }, (_, i) => [this.amplitudes[2 * i], this.amplitudes[2 * i + 1]]);
  }

  /** |ψ⟩ + |φ⟩. Both must be of one space. */
  plus(other: Ket): Ket {
    const { amplitudes } = this.#other(other);
    return new Ket(
      this.space,
      this.amplitudes.map((x, at) => x + amplitudes[at]),
    );
  }

  /** |ψ⟩ − |φ⟩. */
  minus(other: Ket): Ket {
    return this.plus(this.#other(other).scaled(-1));
  }

  /** (re + i·im)|ψ⟩. */
  scaled(re: number, im = 0): Ket {
    finite("re", re);
    finite("im", im);
    const { amplitudes } = this;
    return new Ket(
      this.space,
      amplitudes.map((x, at) => (at % 2 === 0 ? re * x - im * amplitudes[at + 1] : re * x + im * amplitudes[at - 1])),
    );
  }

  /** |ψ⟩ ⊗ |φ⟩ ⊗ …, left factor slowest. Throws when two kets share a label. */
  tensor(...others: readonly Ket[]): Ket {
    return others.reduce<Ket>((left, other) => {
      if (!(other instanceof Ket)) throw wrongKind("others", "be kets", other);
      const space = tensorSpaces(left.space, other.space);
      const amplitudes = new Float64Array(2 * space.dimension);
      const [a, b] = [left.amplitudes, other.amplitudes];
      for (let i = 0; i < a.length; i += 2) {
        for (let j = 0; j < b.length; j += 2) {
          const at = i * other.space.dimension + j;
          amplitudes[at] = a[i] * b[j] - a[i + 1] * b[j + 1];
          amplitudes[at + 1] = a[i] * b[j + 1] + a[i + 1] * b[j];
        }
      }
      return new Ket(space, amplitudes);
    }, this);
  }

  /** The same ket with its factors in the order of `space`, which must have the same ones. */
  on(space: Space): Ket {
    if (!(space instanceof Space)) throw wrongKind("space", "be a space", space);
    const same = space.factors.length === this.space.factors.length && space.dimension === this.space.dimension;
    if (!same) throw wrongValue("space", `have the factors of ${this.space}`, null, "", `it is ${space}`);
    const at = offsets(
      this.space,
      space.factors.map(({ label }) => this.space.factors[this.space.position(label)]),
    );
    const amplitudes = new Float64Array(this.amplitudes.length);
    at.forEach((from, to) => amplitudes.set(this.amplitudes.subarray(2 * from, 2 * from + 2), 2 * to));
    return new Ket(space, amplitudes);
  }

  /** ⟨ψ|φ⟩ as [re, im], linear in φ. */
  inner(other: Ket): readonly [number, number] {
    const [a, b] = [this.amplitudes, this.#other(other).amplitudes];
    let [re, im] = [0, 0];
    for (let at = 0; at < a.length; at += 2) {
      re += a[at] * b[at] + a[at + 1] * b[at + 1];
      im += a[at] * b[at + 1] - a[at + 1] * b[at];
    }
    return [re, im];
  }

  /** ‖ψ‖ = √⟨ψ|ψ⟩. */
  norm(): number {
    return Math.sqrt(this.inner(this)[0]);
  }

  /** |ψ⟩/‖ψ‖. Throws when all amplitudes are 0. */
  normalised(): Ket {
    const norm = this.norm();
    if (norm === 0) throw wrongValue("ket", "not be 0 to be normalised", null, "", "all of its amplitudes are");
    return this.scaled(1 / norm);
  }

  /** |ψ⟩⟨φ|, on the products of amplitudes that are not 0. */
  outer(other: Ket): Operator {
    const { amplitudes: b } = this.#other(other);
    const a = this.amplitudes;
    const [rows, columns] = [supportOf(a), supportOf(b)];
    requireRoom(this.space, rows.length * columns.length);
    const entry = (i: number, j: number): [number, number, number, number] => {
      const [x, y, u, v] = [a[2 * i], a[2 * i + 1], b[2 * j], b[2 * j + 1]];
      return [i, j, x * u + y * v, y * u - x * v];
    };
    return Operator.fromEntries(
      this.space,
      rows.flatMap((i) => columns.map((j) => entry(i, j))),
    );
  }

  /** The pure state |ψ⟩⟨ψ|/⟨ψ|ψ⟩. */
  state(): Operator {
    const psi = this.normalised();
    return psi.outer(psi);
  }

  /** A|ψ⟩, for an operator on the same space. */
  applied(A: Operator): Ket {
    if (!(A instanceof Operator)) throw wrongKind("A", "be an operator", A);
    if (!A.space.equals(this.space))
      throw wrongValue("A", `act on ${this.space}`, null, "Bring it there with `lift`.", `it acts on ${A.space}`);
    const amplitudes = new Float64Array(this.amplitudes.length);
    A.forEach((i, j, re, im) => {
      const [x, y] = [this.amplitudes[2 * j], this.amplitudes[2 * j + 1]];
      amplitudes[2 * i] += re * x - im * y;
      amplitudes[2 * i + 1] += re * y + im * x;
    });
    return new Ket(this.space, amplitudes);
  }

  /** For example `a ket of a:2 ⊗ b:3`. */
  toString(): string {
    return `a ket of ${this.space}`;
  }

  #other(other: Ket): Ket {
    if (!(other instanceof Ket)) throw wrongKind("other", "be a ket", other, "Make one with Ket.of(space, amplitudes).");
    if (other.space.equals(this.space)) return other;
    throw wrongValue("other", `be of ${this.space}`, null, "`on` brings its factors into another order.", `it is of ${other.space}`);
  }
}

function supportOf(amplitudes: Float64Array): number[] {
  return Array.from({ length: amplitudes.length / 2 }, (_, i) => i).filter((i) => amplitudes[2 * i] !== 0 || amplitudes[2 * i + 1] !== 0);
}

/**
 * The superposition Σ c_k |ψ_k⟩ of kets on one space, from pairs [c_k, ψ_k] with c a number or [re, im]. It is not normalised.
 *
 * @example
 * superposition([1, Ket.basis(fock(2), 0)], [[0, 1], Ket.basis(fock(2), 1)]).pairs(); // [[1, 0], [0, 1]]
 */
export function superposition(...parts: readonly (readonly [Complex, Ket])[]): Ket {
  if (parts.length === 0) throw wrongValue("parts", "hold at least one pair [c, ket]", null, "", "none was given");
  const scaled = parts.map((part, k) => {
    if (!Array.isArray(part) || !(part[1] instanceof Ket)) throw wrongKind(`parts[${k}]`, "be a pair [c, ket]", part);
    return part[1].scaled(...complex(`parts[${k}][0]`, part[0]));
  });
  return scaled.reduce((sum, psi) => sum.plus(psi));
}
