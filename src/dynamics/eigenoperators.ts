/**
 * Eigenoperators of a Hamiltonian: A(ω) = Σ_{ε′ − ε = ω} Π(ε) A Π(ε′), with [H, A(ω)] = −ω A(ω).
 *
 * H is diagonalised block by block (its pattern's connected components), so an eigenoperator never spreads over states
 * that H does not connect, and a ladder of small blocks costs no more than its blocks.
 */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { requireHermitian } from "../operators/algebra.ts";
import { Operator, requireOperator } from "../operators/operator.ts";

/** Bohr frequencies that differ by less are one: rounding of the diagonalisation stands between them. */
const SAME_FREQUENCY = 1e-9;

/** A(ω) with its Bohr frequency. */
export interface Eigenoperator {
  /** Energy that A(ω) takes from the system; the mean over the frequencies of its group, each counted once. */
  readonly omega: number;
  readonly operator: Operator;
}

/** An eigenoperator with what its group spans. */
export interface FrequencyGroup extends Eigenoperator {
  /** The lowest and the highest frequency of the group. */
  readonly range: readonly [lowest: number, highest: number];
}

/** A set of basis states that H connects, with eigenvalues and eigenvectors (columns). */
interface Block {
  readonly indices: readonly number[];
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** The eigenblocks of H and which block and place each basis state has. */
export interface Eigenblocks {
  readonly blocks: readonly Block[];
  readonly blockOf: Int32Array;
  readonly placeOf: Int32Array;
}

/** Diagonalise a Hermitian operator over the connected components of its pattern. */
export function eigenblocks(H: Operator): Eigenblocks {
  requireHermitian("H", H);
  const blockOf = components(H);
  const lists: number[][] = [];
  const placeOf = new Int32Array(H.dimension);
  blockOf.forEach((block, i) => {
    lists[block] ??= [];
    placeOf[i] = lists[block].push(i) - 1;
  });
  const matrices = lists.map((indices) => zeros(indices.length));
  H.forEach((i, j, re, im) => {
    const matrix = matrices[blockOf[i]];
    matrix.data.set([re, im], 2 * (placeOf[i] * matrix.columns + placeOf[j]));
  });
  return { blocks: lists.map((indices, b) => ({ indices, ...eigh(matrices[b]) })), blockOf, placeOf };
}

/** Number of the connected component of each basis state, in the order of their first states. */
function components(H: Operator): Int32Array {
  const parent = Int32Array.from({ length: H.dimension }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]];
    return at;
  };
  H.forEach((i, j) => {
    const [a, b] = [root(i), root(j)];
    parent[Math.max(a, b)] = Math.min(a, b);
  });
  const names = new Map<number, number>();
  return Int32Array.from({ length: H.dimension }, (_, i) => {
    const r = root(i);
    if (!names.has(r)) names.set(r, names.size);
    return names.get(r) as number;
  });
}

/** One element of A between eigenvectors: a of block `to`, b of block `from`, at Bohr frequency ω = E_b − E_a. */
interface Transition {
  readonly omega: number;
  readonly to: number;
  readonly a: number;
  readonly from: number;
  readonly b: number;
  readonly re: number;
  readonly im: number;
}

/**
 * Split a coupling operator into eigenoperators of H, grouped by Bohr frequency.
 *
 * Transitions whose frequencies differ by at most `tolerance` (energy; the next one counts from the last of its group)
 * are one operator: degenerate levels must not be split into one jump per eigenpair, because a solver may mix them.
 * Elements below 1e-14 of the largest are left out. Returns them by increasing ω; their sum is A.
 * Throws when H is not Hermitian or the tolerance is not ≥ 0.
 * Source: H.-P. Breuer and F. Petruccione, The Theory of Open Quantum Systems (2002), Sec. 3.3.1.
 *
 * @example
 * eigenoperators(qubitHamiltonian(qubit(), 2), sigmaX(qubit())).map(({ omega }) => omega); // [-2, 2]
 */
export function eigenoperators(H: Operator | Eigenblocks, A: Operator, tolerance = 1e-9): readonly Eigenoperator[] {
  if (typeof (H as Eigenblocks)?.blockOf !== "object") requireOperator("H", H);
  if (H instanceof Operator && A instanceof Operator && !A.space.equals(H.space))
    throw wrongValue("A", `act on ${H.space}`, null, "Use `lift`.", `it acts on ${A.space}`);
  return frequencyGroups(H, A, tolerance).map(({ omega, operator }) => ({ omega, operator }));
}

/** The same with the range of frequencies of each group. */
export function frequencyGroups(H: Operator | Eigenblocks, A: Operator, tolerance = 1e-9): readonly FrequencyGroup[] {
  if (!(A instanceof Operator)) throw wrongKind("A", "be an operator", A);
  finite("tolerance", tolerance, { atLeast: 0 });
  const eigen = H instanceof Operator ? eigenblocks(H) : H;
  const list = transitions(eigen, A).sort((x, y) => x.omega - y.omega || x.to - y.to || x.a - y.a || x.from - y.from || x.b - y.b);
  const groups: Transition[][] = [];
  list.forEach((transition, k) => {
    if (k === 0 || transition.omega - list[k - 1].omega > tolerance) groups.push([]);
    groups[groups.length - 1].push(transition);
  });
  return groups.map((group) => ({
    omega: meanFrequency(group),
    operator: assemble(eigen, A, group),
    range: [group[0].omega, group[group.length - 1].omega] as const,
  }));
}

/**
 * The mean of the frequencies of a group, each counted once: how many transitions share one depends on the basis that the
 * diagonalisation took of degenerate levels.
 */
function meanFrequency(group: readonly Transition[]): number {
  const means: number[] = [];
  let first = 0;
  for (let k = 1; k <= group.length; k++) {
    if (k < group.length && group[k].omega - group[k - 1].omega <= SAME_FREQUENCY) continue;
    means.push(mean(group.slice(first, k).map(({ omega }) => omega)));
    first = k;
  }
  return mean(means);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function transitions(eigen: Eigenblocks, A: Operator): Transition[] {
  const { blocks, blockOf, placeOf } = eigen;
  const pairs = new Map<number, [number, number, number, number][]>();
  A.forEach((i, j, re, im) => {
    const key = blockOf[i] * blocks.length + blockOf[j];
    let entries = pairs.get(key);
    if (!entries) pairs.set(key, (entries = []));
    entries.push([placeOf[i], placeOf[j], re, im]);
  });
  const list: Transition[] = [];
  let largest = 0;
  for (const [key, entries] of pairs) {
    const [to, from] = [Math.floor(key / blocks.length), key % blocks.length];
    const matrix = between(blocks[to].vectors, entries, blocks[from].vectors);
    for (let a = 0; a < matrix.rows; a++) {
      for (let b = 0; b < matrix.columns; b++) {
        const re = matrix.data[2 * (a * matrix.columns + b)];
        const im = matrix.data[2 * (a * matrix.columns + b) + 1];
        largest = Math.max(largest, Math.abs(re), Math.abs(im));
        list.push({ omega: blocks[from].values[b] - blocks[to].values[a], to, a, from, b, re, im });
      }
    }
  }
  return list.filter(({ re, im }) => Math.max(Math.abs(re), Math.abs(im)) > 1e-14 * largest);
}

/** V† A W for sparse A given by its entries [row, column, re, im]. */
function between(V: Matrix, entries: readonly (readonly [number, number, number, number])[], W: Matrix): Matrix {
  const half = zeros(V.rows, W.columns);
  for (const [i, j, re, im] of entries) {
    for (let b = 0; b < W.columns; b++)
      addProduct(half, i, b, re, im, W.data[2 * (j * W.columns + b)], W.data[2 * (j * W.columns + b) + 1]);
  }
  const full = zeros(V.columns, W.columns);
  for (let i = 0; i < V.rows; i++) {
    for (let a = 0; a < V.columns; a++) {
      const at = 2 * (i * V.columns + a);
      for (let b = 0; b < W.columns; b++) {
        const h = 2 * (i * W.columns + b);
        addProduct(full, a, b, V.data[at], -V.data[at + 1], half.data[h], half.data[h + 1]);
      }
    }
  }
  return full;
}

function addProduct(C: Matrix, i: number, j: number, x: number, y: number, u: number, v: number): void {
  const at = 2 * (i * C.columns + j);
  C.data[at] += x * u - y * v;
  C.data[at + 1] += x * v + y * u;
}

/** Σ |a⟩ A_ab ⟨b| over a group, on the basis states of the blocks that it touches. */
function assemble({ blocks }: Eigenblocks, A: Operator, group: readonly Transition[]): Operator {
  const entries: [number, number, number, number][] = [];
  for (const { to, a, from, b, re, im } of group) {
    const [V, W] = [blocks[to], blocks[from]];
    V.indices.forEach((row, i) => {
      const p = 2 * (i * V.vectors.columns + a);
      const [x, y] = [V.vectors.data[p] * re - V.vectors.data[p + 1] * im, V.vectors.data[p] * im + V.vectors.data[p + 1] * re];
      W.indices.forEach((column, j) => {
        const q = 2 * (j * W.vectors.columns + b);
        const [u, v] = [W.vectors.data[q], -W.vectors.data[q + 1]];
        entries.push([row, column, x * u - y * v, x * v + y * u]);
      });
    });
  }
  return Operator.fromEntries(A.space, entries);
}
