/** A linear map on operators as an object to hold: a generator, a propagator, the map of a collision, an inverse. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { add, multiply, scale as scaleMatrix, traceOf } from "../numerics/dense.ts";
import { eigvalsh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { broughtTo } from "../operators/brought-to.ts";
import { Operator } from "../operators/operator.ts";
import { requireSpace, type Space } from "../spaces/space.ts";
import { type BlochMap, blochOf, chiBasis, chiOf, dilationOf, krausOfChoi, reshuffled } from "./map-forms.ts";
import { requireSmall } from "./representations.ts";

/** What a superoperator is: maps carry states to states, generators to their derivative, inverses belong to either. */
export type SuperoperatorKind = "generator" | "map" | "inverse" | "combination";

/**
 * A linear map  X ↦ Φ(X)  on the operators of a space, immutable.
 *
 * Its matrix acts on row-major vectors:  Φ(X)[i, j] = Σ S[i·d + j, k·d + l] X[k, l].
 */
export class Superoperator {
  readonly space: Space;
  readonly kind: SuperoperatorKind;
  /** S, d² × d², complex, row-major. */
  readonly matrix: Matrix;

  constructor(space: Space, kind: SuperoperatorKind, matrix: Matrix) {
    const d = requireSpace(space).dimension;
    requireSmall(d);
    const sized = Number.isInteger(matrix?.rows) && Number.isInteger(matrix?.columns);
    if (!sized || !(matrix.data instanceof Float64Array)) throw wrongKind("matrix", "be a matrix", matrix);
    if (matrix.rows !== d * d || matrix.columns !== d * d) {
      throw wrongValue(
        "matrix",
        `be ${d * d} × ${d * d} to act on operators of ${space}`,
        null,
        "",
        `it is ${matrix.rows} × ${matrix.columns}`,
      );
    }
    this.space = space;
    this.kind = kind;
    this.matrix = matrix;
  }

  /** Φ(X); the factors of X are matched by label. */
  apply(X: Operator): Operator {
    const d = this.space.dimension;
    const { data: S } = this.matrix;
    const out = zeros(d);
    broughtTo(this.space, X, "X").forEach((k, l, re, im) => {
      for (let row = 0; row < d * d; row++) {
        const at = 2 * (row * d * d + k * d + l);
        out.data[2 * row] += S[at] * re - S[at + 1] * im;
        out.data[2 * row + 1] += S[at] * im + S[at + 1] * re;
      }
    });
    return Operator.fromMatrix(this.space, out);
  }

  /** Φ†(A), the Heisenberg picture: Tr[A Φ(X)] = Tr[Φ†(A) X]. */
  adjoint(A: Operator): Operator {
    const d = this.space.dimension;
    const { data: S } = this.matrix;
    const out = zeros(d);
    broughtTo(this.space, A, "A").forEach((j, i, re, im) => {
      for (let k = 0; k < d; k++) {
        for (let l = 0; l < d; l++) {
          const at = 2 * ((i * d + j) * d * d + k * d + l);
          const to = 2 * (l * d + k);
          out.data[to] += S[at] * re - S[at + 1] * im;
          out.data[to + 1] += S[at] * im + S[at + 1] * re;
        }
      }
    });
    return Operator.fromMatrix(this.space, out);
  }

  /** X ↦ Φ(Ψ(X)). Maps stay maps. */
  after(first: Superoperator): Superoperator {
    const same = this.#other(first, "first");
    return new Superoperator(
      this.space,
      this.kind === "map" && same.kind === "map" ? "map" : "combination",
      multiply(this.matrix, same.matrix),
    );
  }

  /** X ↦ Φ(X) + Ψ(X). */
  plus(other: Superoperator): Superoperator {
    return new Superoperator(this.space, "combination", add(this.matrix, this.#other(other, "other").matrix));
  }

  /** X ↦ (re + i·im) Φ(X). */
  scaled(re: number, im = 0): Superoperator {
    return new Superoperator(this.space, "combination", scaleMatrix(this.matrix, [finite("re", re), finite("im", im)]));
  }

  /** The sum of all eigenvalues, [re, im]. */
  trace(): readonly [number, number] {
    return traceOf(this.matrix);
  }

  /** The unnormalised Choi matrix Σ_kl |k⟩⟨l| ⊗ Φ(|k⟩⟨l|), d² × d²; its trace is d for a channel. */
  choi(): Matrix {
    return reshuffled(this.matrix, this.space.dimension);
  }

  /** Smallest eigenvalue of the Choi matrix: negative beyond rounding where the map is not completely positive. */
  choiMinimum(): number {
    this.#requireMap("choiMinimum");
    return eigvalsh(this.choi(), { tolerance: 1e-9 })[0];
  }

  /** Kraus operators, Φ(X) = Σ K X K†, the strongest first. Throws a RangeError where the map is not completely positive. */
  kraus(): readonly Operator[] {
    this.#requireMap("kraus");
    return krausOfChoi(this.choi(), this.space);
  }

  /**
   * χ with Φ(X) = Σ χ_mn E_m X E_n†. `basis`: d² operators with Tr[E_m†E_n] = d·δ_mn; of qubits the products of 1, σx, σy, σz, else the
   * identity and the generalised Bloch basis. Its trace is 1 for a channel.
   */
  chi(basis?: readonly Operator[]): Matrix {
    const d = this.space.dimension;
    const own = basis?.map((E, k) => broughtTo(this.space, E, `basis[${k}]`)) ?? chiBasis(this.space);
    requireBasis(own, d);
    return chiOf(this.choi(), own, d);
  }

  /** The isometry V with Φ(X) = Tr_E[V X V†]: d·r × d, row i·r + k is that of |i⟩ ⊗ |k⟩, r the number of Kraus operators. */
  stinespring(): Matrix {
    return dilationOf(this.kraus(), this.space.dimension);
  }

  /** The affine map r′ = A r + v of the generalised Bloch vector; x, y, z of a qubit. */
  bloch(): BlochMap {
    return blochOf(this.matrix, this.space.dimension);
  }

  /** For example `map on operators of a:2`. */
  toString(): string {
    return `${this.kind} on operators of ${this.space}`;
  }

  #other(given: unknown, argument: string): Superoperator {
    if (!(given instanceof Superoperator)) throw wrongKind(argument, "be a superoperator", given);
    if (!given.space.equals(this.space)) {
      throw wrongValue(argument, `act on operators of ${this.space}`, null, "", `it acts on those of ${given.space}`);
    }
    return given;
  }

  #requireMap(form: string): void {
    if (this.kind !== "generator" && this.kind !== "inverse") return;
    const remedy = this.kind === "generator" ? "Take it of propagator(model, t)." : "";
    throw wrongValue("superoperator", `be a map to have \`${form}\``, null, remedy, `it is of kind ${this.kind}`);
  }
}

function requireBasis(basis: readonly Operator[], d: number): void {
  if (basis.length !== d * d) throw wrongValue("basis", `hold ${d * d} operators`, null, "", `it holds ${basis.length}`);
  basis.forEach((E, m) => {
    const dense = E.toMatrix().data;
    for (let n = m; n < basis.length; n++) {
      let [re, im] = [0, 0];
      basis[n].forEach((i, j, x, y) => {
        const at = 2 * (i * d + j);
        re += dense[at] * x + dense[at + 1] * y;
        im += dense[at] * y - dense[at + 1] * x;
      });
      const expected = m === n ? d : 0;
      if (Math.abs(re - expected) + Math.abs(im) > 1e-10 * d) {
        throw wrongValue("basis", `have Tr[E_m†E_n] = ${d}·δ_mn`, null, "", `it is ${re} + ${im}i for m = ${m}, n = ${n}`);
      }
    }
  });
}
