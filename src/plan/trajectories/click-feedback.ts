/** What clicks lead to: which operation and which memory comes after each; states of all memories side by side, one block for each. */
import type { Feedback } from "../../dynamics/measurements.ts";
import { didYouMean, wrongValue } from "../../errors.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";

/** What follows clicks. */
export interface ClickConsequences {
  readonly memories: number;
  /** Kraus operators of all operations. */
  readonly operations: readonly (readonly Operator[])[];
  /** An operation that follows any click after which an expectation value is above a bound; null where outcomes decide. */
  readonly filter: { readonly observable: Operator; readonly above: number; readonly kraus: readonly Operator[] } | null;
  /** What follows a click of detector m with a memory. */
  after(memory: number, m: number): { readonly next: number; readonly kraus: readonly Operator[] | null };
}

/** Bring feedback on `detectors` to the events of a model, by `names`. Throws where it names others. */
export function consequences(
  feedback: Feedback | null,
  detectors: readonly string[],
  names: readonly string[],
  system: Space,
): ClickConsequences {
  if (feedback === null) return { memories: 1, operations: [], filter: null, after: (next) => ({ next, kraus: null }) };
  const { memories, next, operation, filter } = feedback;
  for (const name of detectors)
    if (!names.includes(name)) throw wrongValue("by.feedback", `name detectors (${names.join(", ")})`, name, didYouMean(name, names));
  const operations = feedback.operations.map(({ name, kraus }) => kraus.map((K) => broughtTo(system, K, `feedback.${name}`)));
  const known = names.map((name) => detectors.indexOf(name));
  return {
    memories: memories.length,
    operations,
    filter: filter && {
      observable: broughtTo(system, filter.observable, "feedback.observable"),
      above: filter.above,
      kraus: operations[filter.operation],
    },
    after(memory, m) {
      // a detector that the rule does not name changes nothing
      if (known[m] < 0) return { next: memory, kraus: null };
      const at = memory * detectors.length + known[m];
      return { next: next[at], kraus: operation[at] < 0 ? null : operations[operation[at]] };
    },
  };
}

/** A matrix from block to block. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly matrix: SparseReal;
}

/** The whole of blocks of equal size, at most one for each pair. */
export function ofBlocks(n: number, count: number, blocks: readonly Block[]): SparseReal {
  const rowStart = new Int32Array(n * count + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  const byColumn = [...blocks].sort((a, b) => a.from - b.from);
  for (let to = 0; to < count; to++) {
    for (let r = 0; r < n; r++) {
      for (const { from, matrix } of byColumn.filter((block) => block.to === to)) {
        for (let e = matrix.rowStart[r]; e < matrix.rowStart[r + 1]; e++) {
          columns.push(from * n + matrix.columns[e]);
          values.push(matrix.values[e]);
        }
      }
      rowStart[to * n + r + 1] = columns.length;
    }
  }
  return { n: n * count, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}

/** The same functional of every block. */
export function onEveryBlock(f: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: f.length * count }, (_, q) => f[q % f.length]);
}
