/** Eigenvalues of small upper Hessenberg matrices, as Krylov methods make them. */
import { RunFailure } from "../errors.ts";

const EPSILON = 2.220446049250313e-16;

/**
 * Find all eigenvalues [re, im] of a real upper Hessenberg matrix, row-major n × n, by complex QR steps with Wilkinson
 * shifts and deflation. Returns them in the order in which they split off from the end.
 *
 * Throws a RunFailure when a block does not split within 60 steps.
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations (2013), Sec. 7.5.
 */
export function hessenbergEigenvalues(n: number, H: Float64Array): [number, number][] {
  const work = new Hessenberg(n, H);
  const found: [number, number][] = [];
  let end = n - 1;
  let steps = 0;
  while (end >= 0) {
    const start = work.blockStart(end);
    if (start === end) {
      found.push(work.diagonal(end));
      end--;
      steps = 0;
      continue;
    }
    if (++steps > 60) throw new RunFailure(`The eigenvalues of a ${n} × ${n} projected matrix did not converge.`);
    work.step(start, end, steps % 11 === 10);
  }
  return found;
}

/** A complex upper Hessenberg matrix under QR steps. */
class Hessenberg {
  private readonly n: number;
  private readonly re: Float64Array;
  private readonly im: Float64Array;

  constructor(n: number, H: Float64Array) {
    this.n = n;
    this.re = H.slice();
    this.im = new Float64Array(n * n);
  }

  diagonal(i: number): [number, number] {
    const at = i * this.n + i;
    return [this.re[at], this.im[at]];
  }

  private size(i: number, j: number): number {
    return Math.abs(this.re[i * this.n + j]) + Math.abs(this.im[i * this.n + j]);
  }

  /** First row of the unsplit block that ends at `end`; negligible subdiagonals on the way become 0. */
  blockStart(end: number): number {
    let i = end;
    for (; i > 0; i--) {
      const near = this.size(i, i) + this.size(i - 1, i - 1);
      if (this.size(i, i - 1) > EPSILON * (near === 0 ? 1 : near)) continue;
      this.re[i * this.n + i - 1] = 0;
      this.im[i * this.n + i - 1] = 0;
      break;
    }
    return i;
  }

  /** One QR step on rows and columns start … end; an exceptional shift breaks cycles. */
  step(start: number, end: number, exceptional: boolean): void {
    const [sRe, sIm] = exceptional ? [this.size(end, end - 1) + this.diagonal(end)[0], this.diagonal(end)[1]] : this.shift(end);
    for (let i = start; i <= end; i++) this.addDiagonal(i, -sRe, -sIm);
    const turns: [number, number, number, number][] = [];
    for (let k = start; k < end; k++) turns.push(this.eliminate(k, end));
    turns.forEach((turn, k) => {
      this.turnColumns(start + k, start, Math.min(end, start + k + 1), turn);
    });
    for (let i = start; i <= end; i++) this.addDiagonal(i, sRe, sIm);
  }

  private addDiagonal(i: number, re: number, im: number): void {
    this.re[i * this.n + i] += re;
    this.im[i * this.n + i] += im;
  }

  /** The eigenvalue of the last 2 × 2 block that is nearer to its last entry. */
  private shift(end: number): [number, number] {
    const { n, re, im } = this;
    const [p, q] = [(end - 1) * n + end - 1, end * n + end];
    const [b, c] = [(end - 1) * n + end, end * n + end - 1];
    const half = [(re[p] - re[q]) / 2, (im[p] - im[q]) / 2];
    const bc = [re[b] * re[c] - im[b] * im[c], re[b] * im[c] + im[b] * re[c]];
    const [rootRe, rootIm] = squareRoot(half[0] * half[0] - half[1] * half[1] + bc[0], 2 * half[0] * half[1] + bc[1]);
    const sign = half[0] * rootRe + half[1] * rootIm >= 0 ? 1 : -1;
    const [dRe, dIm] = [half[0] + sign * rootRe, half[1] + sign * rootIm];
    const d2 = dRe * dRe + dIm * dIm;
    if (d2 === 0) return [re[q], im[q]];
    return [re[q] - (bc[0] * dRe + bc[1] * dIm) / d2, im[q] - (bc[1] * dRe - bc[0] * dIm) / d2];
  }

  /** Rotate rows k and k + 1 so that the subdiagonal entry vanishes; returns (c, s) as complex numbers. */
  private eliminate(k: number, end: number): [number, number, number, number] {
    const { n, re, im } = this;
    const [p, q] = [k * n + k, (k + 1) * n + k];
    const norm = Math.sqrt(re[p] * re[p] + im[p] * im[p] + re[q] * re[q] + im[q] * im[q]);
    if (norm === 0) return [1, 0, 0, 0];
    const turn: [number, number, number, number] = [re[p] / norm, im[p] / norm, re[q] / norm, im[q] / norm];
    const [cr, ci, sr, si] = turn;
    for (let j = k; j <= end; j++) {
      const [a, b] = [k * n + j, (k + 1) * n + j];
      const [x, y, u, v] = [re[a], im[a], re[b], im[b]];
      re[a] = cr * x + ci * y + sr * u + si * v;
      im[a] = cr * y - ci * x + sr * v - si * u;
      re[b] = cr * u - ci * v - (sr * x - si * y);
      im[b] = cr * v + ci * u - (sr * y + si * x);
    }
    return turn;
  }

  /** The adjoint of a rotation from the right, on rows start … last of columns k and k + 1. */
  private turnColumns(k: number, start: number, last: number, [cr, ci, sr, si]: readonly [number, number, number, number]): void {
    const { n, re, im } = this;
    for (let i = start; i <= last; i++) {
      const [a, b] = [i * n + k, i * n + k + 1];
      const [x, y, u, v] = [re[a], im[a], re[b], im[b]];
      re[a] = cr * x - ci * y + sr * u - si * v;
      im[a] = cr * y + ci * x + sr * v + si * u;
      re[b] = cr * u + ci * v - (sr * x + si * y);
      im[b] = cr * v - ci * u - (sr * y - si * x);
    }
  }
}

/** A square root of a complex number. */
function squareRoot(re: number, im: number): [number, number] {
  const size = Math.sqrt(re * re + im * im);
  if (size === 0) return [0, 0];
  const real = Math.sqrt((size + Math.abs(re)) / 2);
  const other = im / (2 * real);
  return re >= 0 ? [real, other] : [Math.abs(other), im >= 0 ? real : -real];
}
