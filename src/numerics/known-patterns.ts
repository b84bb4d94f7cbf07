/**
 * Symbolic once, numeric often: what follows from the pattern of a sparse matrix alone (classes, orders, envelopes, places of entries) is
 * kept with the last few patterns.
 *
 * Patterns are compared in full, and nothing that is kept depends on values: a matrix gets the bits that it would get alone.
 */
import type { DoubledSparse } from "./doubled-sparse.ts";
import type { SparseReal } from "./envelope.ts";

const KEPT = 32;
const KEPT_IF_LARGE = 8;
/** Entries of all patterns together from which on only the last ones are held on to. */
const LARGE = 400_000;
/** Larger index lists are not held on to. */
const MOST_ENTRIES = 1_000_000;

/** Index lists that many matrices share. */
interface Pattern {
  readonly rowStart: Int32Array;
  readonly columns: Int32Array;
}

const recent: Pattern[] = [];
/** What was derived from a pattern, by its list of columns: the list is the pattern's identity. */
const derived = new WeakMap<Int32Array, Map<string, unknown>>();

/** M without stored zeros, on the index lists of an equal pattern where one was met lately. */
export function onKnownPattern<M extends DoubledSparse>(M: M): M {
  const own = withoutZeros(M);
  if (own.columns.length > MOST_ENTRIES || derived.has(own.columns)) return own;
  const at = recent.findIndex((pattern) => same(pattern, own));
  if (at < 0) {
    markPattern(own);
    recent.push({ rowStart: own.rowStart, columns: own.columns });
    while (recent.length > KEPT || (recent.length > KEPT_IF_LARGE && entriesHeld() > LARGE)) recent.shift();
    return own;
  }
  const [known] = recent.splice(at, 1);
  recent.push(known);
  return { ...own, rowStart: known.rowStart, columns: known.columns };
}

function entriesHeld(): number {
  return recent.reduce((sum, { columns }) => sum + columns.length, 0);
}

/** Whether what is derived from the pattern of M is kept. */
export function isKnown({ columns }: Pick<SparseReal, "columns">): boolean {
  return derived.has(columns);
}

/** Keep what is derived from this pattern for as long as its index lists live. It must have no stored zeros. */
export function markPattern({ columns }: Pick<SparseReal, "columns">): void {
  if (!derived.has(columns)) derived.set(columns, new Map());
}

/** `make()`, which depends on nothing but the pattern of M and `name`: made once for a known pattern, always for others. */
export function fromPattern<T>({ columns }: SparseReal, name: string, make: () => T): T {
  const known = derived.get(columns);
  if (!known) return make();
  let value = known.get(name) as T | undefined;
  if (value === undefined) known.set(name, (value = make()));
  return value;
}

function same(a: Pattern, b: Pattern): boolean {
  return equalLists(a.rowStart, b.rowStart) && equalLists(a.columns, b.columns);
}

/** Whether two lists of integers are equal. */
export function equalLists(a: Int32Array | Uint8Array, b: Int32Array | Uint8Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function withoutZeros<M extends DoubledSparse>(M: M): M {
  let zeros = 0;
  for (let e = 0; e < M.values.length; e++) if (M.values[e] === 0) zeros++;
  if (zeros === 0) return M;
  const kept = M.values.length - zeros;
  const rowStart = new Int32Array(M.n + 1);
  const columns = new Int32Array(kept);
  const values = new Float64Array(kept);
  const low = M.low ? new Float64Array(kept) : null;
  let at = 0;
  for (let r = 0; r < M.n; r++) {
    for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
      if (M.values[e] === 0) continue;
      columns[at] = M.columns[e];
      values[at] = M.values[e];
      if (low && M.low) low[at] = M.low[e];
      at++;
    }
    rowStart[r + 1] = at;
  }
  return { ...M, rowStart, columns, values, ...(M.low ? { low } : {}) };
}
