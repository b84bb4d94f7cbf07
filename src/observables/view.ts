/** States as observables see them: lists of elements that can be nonzero, and their finest diagonal blocks. */
import { finiteList, wrongKind, wrongValue } from "../errors.ts";
import { type Matrix, zeros } from "../numerics/matrix.ts";
import { DisjointSets } from "../operators/components.ts";
import { Operator } from "../operators/operator.ts";
import { offsets, requireLabels } from "../operators/tensor.ts";
import { type Factor, levels, requireSpace, Space } from "../spaces/space.ts";
import type { StateView } from "./observable.ts";

/** Elements ρ[rows[e], columns[e]] = re[e] + i·im[e], both triangles, each place at most once; no `im` means real. */
export interface Elements {
  readonly rows: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly re: ArrayLike<number>;
  readonly im?: ArrayLike<number>;
  /** Nobody ever changes `rows` and `columns`: what follows from them is kept with them. */
  readonly fixed?: true;
}

/** A diagonal block: its basis states (sorted), its dense matrix, and how many equal copies of it the state has. */
type Block = ReturnType<StateView["blocks"]>[number];

/**
 * A state as plain data, which every view is after `structuredClone`, `postMessage`, or JSON and back: its factors, the elements that can
 * be nonzero in both triangles, and how many equal copies there are of each basis state's block where there are several.
 */
export interface StateData extends Elements {
  readonly space: { readonly factors: readonly Factor[] };
  readonly multiplicities?: ArrayLike<number>;
}

/** Whatever holds a state: a view, its plain data, an operator, or a dense matrix. */
export type AnyState = StateView | StateData | Operator | Matrix;

/** Largest dimension for which a view hands out its dense matrix. */
const DENSE_LIMIT = 4096;

/**
 * Present a state as a `StateView`.
 *
 * `elements` are the entries that can be nonzero (both triangles), or an operator, or a dense matrix (whose exact zeros
 * are left out). `multiplicities[i]`, one per basis state, says how many equal copies of that basis state's block the
 * full state has: the listed elements are those of one copy, and Tr ρ = Σ_i multiplicities[i]·ρ_ii.
 *
 * Nothing dense is built before it is asked for. Throws when sizes do not fit or a component mixes multiplicities.
 *
 * @example
 * purity(stateView(qubit(), maximallyMixed(qubit()))); // 0.5
 */
export function stateView(space: Space, elements: Elements | Operator | Matrix, multiplicities?: ArrayLike<number>): StateView;
/** The view of a state that was cloned or read from JSON. Throws in the error grammar where the data is none. */
export function stateView(data: StateData | StateView): StateView;
export function stateView(
  given: Space | StateData | StateView,
  elements?: Elements | Operator | Matrix,
  multiplicities?: ArrayLike<number>,
): StateView {
  if (elements === undefined) return asView(given as StateData);
  const space = given as Space;
  const { dimension } = requireSpace(space);
  if (multiplicities !== undefined && finiteList("multiplicities", multiplicities).length !== dimension) {
    throw wrongValue("multiplicities", `have ${space.dimension} entries`, null, "", `there are ${multiplicities.length}`);
  }
  return new SparseState(space, listed(space, elements), multiplicities ? Float64Array.from(multiplicities) : undefined);
}

/** A view of any kind of state; a bare matrix is read on one factor with as many levels as it has rows. */
export function asView(state: AnyState): StateView {
  if (state instanceof Operator) return stateView(state.space, state);
  if (isMatrix(state)) return stateView(levels(state.rows), state);
  if (isView(state)) return state;
  if (!isStateData(state)) throw wrongKind("state", "be a state view, an operator or a matrix", state);
  return viewOfData(state);
}

/** Whether a value is a view, with its methods. */
export function isView(value: unknown): value is StateView {
  return typeof (value as Partial<StateView> | null)?.blocks === "function";
}

/** Whether a value has the form of a state's plain data. */
export function isStateData(value: unknown): value is StateData {
  return typeof value === "object" && value !== null && "space" in value && "rows" in value && "re" in value;
}

function viewOfData(data: StateData): StateView {
  const space = new Space(data.space.factors);
  const { rows, columns, re, im = [] } = listed(space, data);
  for (let e = 0; e < rows.length; e++) {
    const sum = re[e] + (im[e] ?? 0);
    if ([rows[e], columns[e]].every((i) => Number.isInteger(i) && i >= 0 && i < space.dimension) && Number.isFinite(sum)) continue;
    throw wrongValue("state", `have finite elements within ${space}`, null, "", `element ${e} is not`);
  }
  return stateView(space, data, data.multiplicities);
}

function isMatrix(value: unknown): value is Matrix {
  return (value as Matrix)?.data instanceof Float64Array && typeof (value as Matrix).rows === "number";
}

function listed(space: Space, elements: Elements | Operator | Matrix): Elements {
  if (elements instanceof Operator) return listedOperator(space, elements);
  if (isMatrix(elements)) {
    return listedOperator(space, Operator.fromMatrix(space, elements));
  }
  const { rows, columns, re, im } = elements ?? {};
  if (!isList(rows) || !isList(columns) || !isList(re) || (im !== undefined && !isList(im))) {
    throw wrongKind("elements", "be an operator, a matrix, or lists of rows, columns and re", elements);
  }
  if (columns.length !== rows.length || re.length !== rows.length || (im && im.length !== rows.length)) {
    throw wrongValue("elements", "have lists of equal length", [rows.length, columns.length, re.length, im?.length ?? rows.length]);
  }
  return elements;
}

const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);

function listedOperator(space: Space, A: Operator): Elements {
  if (A.dimension !== space.dimension) {
    throw wrongValue("elements", `act on ${space}`, null, "", `they act on ${A.space}`);
  }
  const rows = new Int32Array(A.count);
  for (let i = 0; i < A.dimension; i++) rows.fill(i, A.rowStart[i], A.rowStart[i + 1]);
  return { rows, columns: A.columns, re: A.values.filter((_, k) => k % 2 === 0), im: A.values.filter((_, k) => k % 2 === 1) };
}

/** The finest blocks of a pattern, and where each basis state stands in them. */
interface Connected {
  readonly dimension: number;
  readonly sets: readonly Int32Array[];
  readonly blockAt: Int32Array;
  readonly placeAt: Int32Array;
}

/** By the list of rows where it is fixed: states on one sector share it. */
const connected = new WeakMap<ArrayLike<number>, Connected>();

function connectedStates(dimension: number, rows: ArrayLike<number>, columns: ArrayLike<number>, fixed: boolean): Connected {
  const known = fixed && connected.get(rows);
  if (known && known.dimension === dimension) return known;
  const joined = new DisjointSets(dimension);
  for (let e = 0; e < rows.length; e++) joined.join(rows[e], columns[e]);
  const sets = joined.sets();
  const blockAt = new Int32Array(dimension);
  const placeAt = new Int32Array(dimension);
  sets.forEach((indices, b) => {
    indices.forEach((index, place) => {
      blockAt[index] = b;
      placeAt[index] = place;
    });
  });
  const found = { dimension, sets, blockAt, placeAt };
  if (fixed) connected.set(rows, found);
  return found;
}

class SparseState implements StateView {
  readonly space: Space;
  readonly rows: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly re: ArrayLike<number>;
  declare readonly im?: ArrayLike<number>;
  declare readonly multiplicities?: Float64Array;
  readonly #fixed: boolean;
  #blocks: readonly Block[] | null = null;

  constructor(space: Space, { rows, columns, re, im, fixed }: Elements, multiplicities: Float64Array | undefined) {
    this.space = space;
    this.#fixed = fixed ?? false;
    this.rows = rows;
    this.columns = columns;
    this.re = re;
    if (im) this.im = im;
    if (multiplicities) this.multiplicities = multiplicities;
  }

  /** Lists in place of typed arrays, which JSON would write as objects. */
  toJSON(): StateData {
    const { space, rows, columns, re, im, multiplicities } = this;
    const data = { space: { factors: space.factors }, rows: Array.from(rows), columns: Array.from(columns), re: Array.from(re) };
    return { ...data, ...(im ? { im: Array.from(im) } : {}), ...(multiplicities ? { multiplicities: [...multiplicities] } : {}) };
  }

  forEach(visit: (row: number, column: number, re: number, im: number) => void): void {
    const { rows, columns, re, im } = this;
    for (let e = 0; e < rows.length; e++) visit(rows[e], columns[e], re[e], im ? im[e] : 0);
  }

  reduced(labels: readonly string[]): Matrix {
    const { part, rest, own } = split(this.space, labels);
    const size = own.length;
    const matrix = zeros(size);
    const { rows, columns, re, im, multiplicities } = this;
    for (let e = 0; e < rows.length; e++) {
      const [i, j] = [rows[e], columns[e]];
      if (rest[i] !== rest[j]) continue;
      const copies = multiplicities ? multiplicities[i] : 1;
      const at = 2 * (part[i] * size + part[j]);
      matrix.data[at] += copies * re[e];
      if (im) matrix.data[at + 1] += copies * im[e];
    }
    return matrix;
  }

  blocks(): readonly Block[] {
    this.#blocks ??= this.#findBlocks();
    return this.#blocks;
  }

  matrix(): Matrix {
    const n = this.space.dimension;
    if (n > DENSE_LIMIT) {
      throw wrongValue("state", `have dimension ≤ ${DENSE_LIMIT} to be given as a dense matrix`, n, "Use `blocks()` or `reduced(labels)`.");
    }
    const matrix = zeros(n);
    this.forEach((i, j, re, im) => {
      matrix.data[2 * (i * n + j)] = re;
      matrix.data[2 * (i * n + j) + 1] = im;
    });
    return matrix;
  }

  #findBlocks(): Block[] {
    const { re, im, rows, columns } = this;
    const { sets, blockAt, placeAt } = connectedStates(this.space.dimension, rows, columns, this.#fixed);
    const blocks = sets.map((indices) => ({ indices, matrix: zeros(indices.length), multiplicity: this.#multiplicityOf(indices) }));
    for (let e = 0; e < rows.length; e++) {
      const { matrix } = blocks[blockAt[rows[e]]];
      const at = 2 * (placeAt[rows[e]] * matrix.columns + placeAt[columns[e]]);
      matrix.data[at] = re[e];
      matrix.data[at + 1] = im ? im[e] : 0;
    }
    return blocks;
  }

  #multiplicityOf(indices: Int32Array): number {
    const all = this.multiplicities;
    if (!all) return 1;
    const other = indices.find((index) => all[index] !== all[indices[0]]);
    if (other !== undefined) {
      const but = `basis states ${indices[0]} and ${other} are coupled and have ${all[indices[0]]} and ${all[other]}`;
      throw wrongValue("multiplicities", "be equal within a block", null, "", but);
    }
    return all[indices[0]];
  }
}

/** How the basis states of a space divide into states of some factors and of the others. */
export interface Split {
  /** For each basis state, its index within the named factors (in the space's order) and within the others. */
  readonly part: Int32Array;
  readonly rest: Int32Array;
  /** The way back: basis state (f, r) has index own[f] + other[r]. */
  readonly own: Int32Array;
  readonly other: Int32Array;
}

/** Divide a space into the named factors and the others. Throws when a label names no factor. */
export function split(space: Space, labels: readonly string[]): Split {
  for (const label of requireLabels("labels", labels)) space.position(label);
  const named = (factor: Factor) => labels.includes(factor.label);
  const own = offsets(space, space.factors.filter(named));
  const other = offsets(
    space,
    space.factors.filter((factor) => !named(factor)),
  );
  const part = new Int32Array(space.dimension);
  const rest = new Int32Array(space.dimension);
  own.forEach((a, f) => {
    other.forEach((b, r) => {
      part[a + b] = f;
      rest[a + b] = r;
    });
  });
  return { part, rest, own, other };
}

/** The space of the named factors alone, in the order of `space`. */
export function subspace(space: Space, labels: readonly string[]): Space {
  return new Space(space.factors.filter(({ label }) => labels.includes(label)));
}
