/**
 * The two-cavity cascade, the slow and obvious way: four Kraus operators written out on the number states and applied
 * element by element, in the gauge where all of them are real. For tests of what is measured on its states.
 */
import type { Elements } from "../../src/observables/view.ts";

export interface CascadeParameters {
  readonly alpha: number;
  readonly phi: number;
  readonly theta: number;
  readonly T0: readonly [number, number];
  readonly d: number;
}

/** A real matrix on |n1 n2⟩, by rows: columns and values of the (at most two) entries. */
type Rows = [number, number][][];

/** The state ρ[n1 n2, m1 m2] with n1 + n2 = m1 + m2, kept at index (n1·d + n2)·d + m1. */
export class Cascade {
  readonly d: number;
  rho: Float64Array;
  readonly #branches: { weight: number; kraus: Rows }[];
  readonly #stay: number;

  constructor({ alpha, phi, theta, T0, d }: CascadeParameters) {
    this.d = d;
    const excited = alpha * alpha;
    const bright = ((1 - alpha * alpha) * (1 + Math.cos(phi))) / 2;
    this.#stay = 1 - excited - bright;
    const K = krausOperators(d, theta);
    this.#branches = [
      { weight: excited, kraus: K.excitedToExcited },
      { weight: excited, kraus: K.excitedToBright },
      { weight: bright, kraus: K.brightToBright },
      { weight: bright, kraus: K.brightToExcited },
    ];
    const [p, q] = T0.map((T) => thermalPopulations(d, T));
    this.rho = new Float64Array(d * d * d);
    for (let n = 0; n < d; n++) for (let m = 0; m < d; m++) this.rho[(n * d + m) * d + n] = p[n] * q[m];
  }

  /** One collision: ρ → p_D ρ + Σ w K ρ Kᵀ. */
  step(): void {
    const next = this.rho.map((x) => this.#stay * x);
    for (const { weight, kraus } of this.#branches) {
      this.#visit((i, j, at) => {
        let sum = 0;
        for (const [k, u] of kraus[i]) for (const [l, v] of kraus[j]) sum += u * v * this.rho[k * this.d + Math.floor(l / this.d)];
        next[at] += weight * sum;
      });
    }
    this.rho = next;
  }

  elements(): Elements {
    const [rows, columns, re]: [number[], number[], number[]] = [[], [], []];
    this.#visit((i, j, at) => {
      rows.push(i);
      columns.push(j);
      re.push(this.rho[at]);
    });
    return { rows, columns, re };
  }

  /** Each element that conserves the number: row, column and where it is kept. */
  #visit(see: (i: number, j: number, at: number) => void): void {
    const { d } = this;
    for (let i = 0; i < d * d; i++) {
      const total = Math.floor(i / d) + (i % d);
      for (let m = Math.max(0, total - d + 1); m <= Math.min(d - 1, total); m++) see(i, m * d + total - m, i * d + m);
    }
  }
}

function thermalPopulations(d: number, T: number): number[] {
  const w = Array.from({ length: d }, (_, n) => (T === 0 ? (n === 0 ? 1 : 0) : Math.exp(-n / T)));
  const Z = w.reduce((a, b) => a + b, 0);
  return w.map((x) => x / Z);
}

/**
 * The atom's two coupled states exchange an excitation with cavity 1, then with cavity 2. Emission and absorption carry
 * −i each; an odd number of them is a common phase of the operator and drops out, two give −1.
 */
function krausOperators(d: number, theta: number) {
  const angle = (n: number) => theta * Math.sqrt(2 * n);
  // Closed boundary: the excited atom cannot emit into a full cavity.
  const stayExcited = (n: number) => (n === d - 1 ? 1 : Math.cos(angle(n + 1)));
  const stayBright = (n: number) => Math.cos(angle(n));
  const build = (terms: (n: number, m: number) => [number, number, number][]): Rows => {
    const rows: Rows = Array.from({ length: d * d }, () => []);
    for (let n = 0; n < d; n++)
      for (let m = 0; m < d; m++)
        for (const [a, b, value] of terms(n, m)) if (a >= 0 && b >= 0 && a < d && b < d) rows[a * d + b].push([n * d + m, value]);
    return rows;
  };
  const emit = (n: number) => Math.sin(angle(n + 1));
  const absorb = (n: number) => Math.sin(angle(n));
  return {
    excitedToExcited: build((n, m) => [
      [n, m, stayExcited(n) * stayExcited(m)],
      [n + 1, m - 1, -emit(n) * absorb(m)],
    ]),
    excitedToBright: build((n, m) => [
      [n + 1, m, emit(n) * stayBright(m)],
      [n, m + 1, stayExcited(n) * emit(m)],
    ]),
    brightToBright: build((n, m) => [
      [n, m, stayBright(n) * stayBright(m)],
      [n - 1, m + 1, -absorb(n) * emit(m)],
    ]),
    brightToExcited: build((n, m) => [
      [n - 1, m, absorb(n) * stayExcited(m)],
      [n, m - 1, stayBright(n) * absorb(m)],
    ]),
  };
}
