/**
 * Harmonic balance: ρ(t) = Σ_k ρ_k e^{ikωt} with  (L₀ − ikω)ρ_k + Σ_q L_q ρ_{k−q} = 0,  Tr ρ_k = δ_k0,  ρ_{−k} = ρ_k†.
 *
 *   harmonics  −(w−1) … w−1 | w … 2w−1 | 2w … 3w−1 | …      w: the highest harmonic of the generator
 *              the middle C     G_1        G_2
 *
 * Each group depends on the one before it alone, G_j = S_j G_{j−1}, from the last one inwards; the middle is solved with one equation of
 * its mean replaced by the trace. Negative harmonics are conjugates.
 */
import { RunFailure } from "../../errors.ts";
import { multiply } from "../../numerics/dense.ts";
import { luFactor, luSolve } from "../../numerics/lu.ts";
import { type Matrix, zeros } from "../../numerics/matrix.ts";
import { cos, PI, sin } from "../../numerics/scalar.ts";
import type { Lowering } from "../../plan/lowering.ts";
import type { PeriodicRequest, PeriodicSolution, PeriodicSolver } from "../../plan/periodic-request.ts";

/** Harmonics that are tried first, and most of them. */
const FIRST = 8;
const MOST = 1024;
/** Largest block, in complex numbers a row. */
const WIDEST = 700;
const RATE = 2e9;

export const harmonicBalance: Lowering<PeriodicRequest, PeriodicSolver> = {
  name: "harmonic balance",
  fits(request) {
    if (request.method === "map") return { refused: "the map of one period was asked for" };
    const sector = request.sector();
    if (!sector) return { refused: "has more live coordinates than index lists can hold" };
    const fourier = request.fourier();
    if (typeof fourier === "string") return { refused: fourier, remedy: 'Use `method: "map"`.' };
    const width = sector.count * (2 * fourier.bandwidth - 1);
    if (width > WIDEST) return { refused: `would solve for ${width} numbers at once, more than ${WIDEST}`, remedy: 'Use `method: "map"`.' };
    const block = sector.count * fourier.bandwidth;
    const groups = Math.ceil((2 * FIRST) / fourier.bandwidth);
    const flops = groups * 45 * block * block * block + 11 * width * width * width;
    return { seconds: flops / RATE + 1e-4, flops, bytes: 16 * groups * block * block, about: true };
  },
  bind: (request) => ({ solve: () => solve(request) }),
};

/** ρ_0 … ρ_K as complex coordinates. */
type Harmonics = readonly Float64Array[];

function solve(request: PeriodicRequest): PeriodicSolution {
  const balance = new Balance(request);
  for (let K = FIRST; K <= MOST; K *= 2) {
    const found = balance.solve(K);
    const residual = lastOf(found);
    if (residual <= request.tolerance) return solutionOf(request, found, residual);
  }
  throw new RunFailure(`The periodic state has more than ${MOST} harmonics. Use \`method: "map"\`.`);
}

/** The size of the last two harmonics over that of the mean. */
function lastOf(found: Harmonics): number {
  const size = (v: Float64Array) => v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.max(size(found[found.length - 1]), size(found[found.length - 2])) / size(found[0]);
}

function solutionOf(request: PeriodicRequest, found: Harmonics, residual: number): PeriodicSolution {
  const n = found[0].length / 2;
  return {
    at: (times) =>
      times.map((t) => {
        const x = new Float64Array(n);
        found.forEach((rho, k) => {
          const twice = k === 0 ? 1 : 2;
          const angle = (2 * PI * k * t) / request.period;
          const [c, s] = [twice * cos(angle), twice * sin(angle)];
          for (let i = 0; i < n; i++) x[i] += c * rho[2 * i] - s * rho[2 * i + 1];
        });
        return x;
      }),
    multipliers: null,
    dimension: null,
    residual,
    harmonics: found.length - 1,
    warnings: [],
  };
}

/** The equations of all harmonics. */
class Balance {
  private readonly n: number;
  private readonly w: number;
  private readonly omega: number;
  /** L_q of q = 0 … w, dense complex. */
  private readonly L: readonly Float64Array[];
  private readonly trace: Float64Array;

  constructor(request: PeriodicRequest) {
    const { coefficients, bandwidth } = request.fourier() as Exclude<ReturnType<PeriodicRequest["fourier"]>, string>;
    const { n, groups, rowStart, columns, values } = request.derivative.matrices();
    this.n = n;
    this.w = bandwidth;
    this.omega = (2 * PI) / request.period;
    this.trace = request.trace();
    this.L = Array.from({ length: bandwidth + 1 }, (_, q) => {
      const out = new Float64Array(2 * n * n);
      for (let r = 0; r < n; r++) {
        for (let g = 0; g < groups; g++) {
          const [re, im] = [coefficients[g][2 * q] ?? 0, coefficients[g][2 * q + 1] ?? 0];
          for (let e = rowStart[r * groups + g]; e < rowStart[r * groups + g + 1]; e++) {
            const at = 2 * (r * n + columns[e]);
            out[at] += re * values[e];
            out[at + 1] += im * values[e];
          }
        }
      }
      return out;
    });
  }

  /** ρ_0 … ρ_K, K rounded up to whole groups. */
  solve(K: number): Harmonics {
    const { n, w } = this;
    const groups = Math.max(1, Math.ceil((K + 1) / w) - 1);
    const after = this.fromOutside(groups);
    const middle = this.middle(after[1]);
    const found: Float64Array[] = [];
    const size = 2 * w - 1;
    for (let k = 0; k < w; k++) found.push(middle.slice(2 * n * (w - 1 + k), 2 * n * (w + k)));
    // G_1 depends on harmonics 0 … w − 1 of the middle.
    let before: Matrix = { rows: w * n, columns: 1, data: middle.slice(2 * n * (w - 1), 2 * n * size) };
    for (let j = 1; j <= groups; j++) {
      before = multiply(after[j], before);
      for (let k = 0; k < w; k++) found.push(before.data.slice(2 * n * k, 2 * n * (k + 1)));
    }
    return found;
  }

  /** S_j with G_j = S_j (the w harmonics before it), from the last group inwards. */
  private fromOutside(groups: number): Matrix[] {
    const S: Matrix[] = [];
    for (let j = groups; j >= 1; j--) {
      const own = this.block(j * this.w, j * this.w);
      if (S[j + 1]) addTo(own, multiply(this.block(j * this.w, (j + 1) * this.w), S[j + 1]), 1);
      const below = this.block(j * this.w, (j - 1) * this.w);
      S[j] = luSolve(luFactor(own), negative(below), { refine: false });
    }
    return S;
  }

  /** The w × w blocks that join harmonics row … row + w − 1 to column … column + w − 1. */
  private block(row: number, column: number): Matrix {
    return this.blocks(row, this.w, column, this.w);
  }

  private blocks(row: number, rows: number, column: number, columns: number): Matrix {
    const { n } = this;
    const M = zeros(rows * n, columns * n);
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b < columns; b++) this.put(M, a * n, b * n, row + a, row + a - column - b);
    }
    return M;
  }

  /** L_q, with −ikω on its diagonal where q = 0. */
  private put(M: Matrix, row: number, column: number, k: number, q: number): void {
    const { n, omega } = this;
    if (Math.abs(q) > this.w) return;
    const L = this.L[Math.abs(q)];
    const sign = q < 0 ? -1 : 1;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const to = 2 * ((row + i) * M.columns + column + j);
        M.data[to] += L[2 * (i * n + j)];
        M.data[to + 1] += sign * L[2 * (i * n + j) + 1];
      }
      if (q === 0) M.data[2 * ((row + i) * M.columns + column + i) + 1] -= k * omega;
    }
  }

  /** Harmonics −(w − 1) … w − 1, with one equation of the mean replaced by the trace. */
  private middle(S1: Matrix): Float64Array {
    const { n, w } = this;
    const size = 2 * w - 1;
    const M = this.blocks(-(w - 1), size, -(w - 1), size);
    // What G_1 = S_1 (ρ_0 … ρ_{w−1}) and its conjugate on the other side give back.
    const upper = multiply(this.blocks(-(w - 1), size, w, w), S1);
    for (let r = 0; r < size * n; r++) {
      for (let c = 0; c < w * n; c++) {
        const from = 2 * (r * w * n + c);
        const to = 2 * (r * size * n + (w - 1) * n + c);
        M.data[to] += upper.data[from];
        M.data[to + 1] += upper.data[from + 1];
      }
    }
    const mirror = (index: number) => (size - 1 - Math.floor(index / n)) * n + (index % n);
    for (let r = 0; r < size * n; r++) {
      for (let c = 0; c < w * n; c++) {
        const from = 2 * (r * w * n + c);
        const to = 2 * (mirror(r) * size * n + mirror((w - 1) * n + c));
        M.data[to] += upper.data[from];
        M.data[to + 1] -= upper.data[from + 1];
      }
    }
    return this.withTrace(M, size);
  }

  private withTrace(M: Matrix, size: number): Float64Array {
    const { n, w, trace } = this;
    const row = (w - 1) * n + trace.reduce((best, value, q) => (Math.abs(value) > Math.abs(trace[best]) ? q : best), 0);
    M.data.fill(0, 2 * row * size * n, 2 * (row + 1) * size * n);
    trace.forEach((value, q) => {
      M.data[2 * (row * size * n + (w - 1) * n + q)] = value;
    });
    const b = zeros(size * n, 1);
    b.data[2 * row] = 1;
    const factors = luFactor(M);
    if (!(factors.condition < 1e14)) {
      throw new RunFailure(
        'More than one state repeats after each period: harmonic balance does not tell which the initial state tends to. Use `method: "map"`.',
      );
    }
    return luSolve(factors, b).data;
  }
}

function negative(M: Matrix): Matrix {
  return { ...M, data: M.data.map((value) => 0 - value) };
}

function addTo(M: Matrix, A: Matrix, factor: number): void {
  for (let e = 0; e < M.data.length; e++) M.data[e] += factor * A.data[e];
}
