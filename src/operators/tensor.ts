/** Tensor products of operators, and their way back: reordering of factors and partial traces. */
import { valueInWords, wrongKind, wrongValue } from "../errors.ts";
import { type Factor, requireSpace, Space, tensor } from "../spaces/space.ts";
import { anyNoted, entryClasses, noteClasses, productClass } from "./classes.ts";
import { Operator, requireOperator, requireRoom } from "./operator.ts";

/**
 * The tensor product A ⊗ B ⊗ …, left factor slowest. Throws when two factors share a label.
 *
 * @example
 * tensorOperators(sigmaZ(qubit("a")), sigmaZ(qubit("b"))).at(3, 3); // [1, 0]
 */
export function tensorOperators(...operators: readonly Operator[]): Operator {
  if (operators.length === 0) throw wrongValue("operators", "hold at least one operator", null, "", "none was given");
  for (const operator of operators) requireOperator("operators", operator);
  return operators.reduce(kronecker);
}

function kronecker(A: Operator, B: Operator): Operator {
  const space = tensor(A.space, B.space);
  const n = B.dimension;
  requireRoom(space, A.count * B.count);
  const rowStart = new Int32Array(space.dimension + 1);
  const columns = new Int32Array(A.count * B.count);
  const values = new Float64Array(2 * columns.length);
  const known = anyNoted([A, B]) ? { left: entryClasses(A), right: entryClasses(B), classes: new Uint8Array(columns.length) } : null;
  let at = 0;
  for (let i = 0; i < space.dimension; i++) {
    const [a, b] = [Math.floor(i / n), i % n];
    for (let e = A.rowStart[a]; e < A.rowStart[a + 1]; e++) {
      for (let f = B.rowStart[b]; f < B.rowStart[b + 1]; f++) {
        columns[at] = A.columns[e] * n + B.columns[f];
        const [x, y, u, v] = [A.values[2 * e], A.values[2 * e + 1], B.values[2 * f], B.values[2 * f + 1]];
        values[2 * at] = x * u - y * v;
        values[2 * at + 1] = x * v + y * u;
        if (known) known.classes[at] = productClass(known.left[e], known.right[f]);
        at++;
      }
    }
    rowStart[i + 1] = at;
  }
  const product = new Operator(space, rowStart, columns, values);
  return known ? noteClasses(product, known.classes) : product;
}

/**
 * Extend operators on disjoint factors of `space` to all of it: their tensor product, with the identity on the factors
 * that none of them names. Factors are matched by label, so the operators' own order of factors is free.
 *
 * Throws when an operator has a factor that `space` lacks (or has with another dimension), or when two share one.
 *
 * @example
 * const pair = tensor(qubit("a"), qubit("b"));
 * lift(pair, sigmaZ(qubit("b"))).at(1, 1); // [-1, 0]
 */
export function lift(space: Space, ...operators: readonly Operator[]): Operator {
  requireSpace(space);
  const own = operators.flatMap((operator) => requireOperator("operators", operator).space.factors);
  const seen = new Set<string>();
  for (const factor of own) {
    requireFactor(space, factor);
    if (seen.has(factor.label)) {
      throw wrongValue("operators", "act on disjoint factors", factor.label, "Multiply them with `times`.", `two act on "${factor.label}"`);
    }
    seen.add(factor.label);
  }
  const joint = operators.length > 0 ? tensorOperators(...operators) : null;
  const rest = space.factors.filter((factor) => !seen.has(factor.label));
  return spread(space, joint, offsets(space, own), offsets(space, rest));
}

function requireFactor(space: Space, { label, dimension }: Factor): void {
  const found = space.factors.find((factor) => factor.label === label);
  if (!found) throw wrongValue("operators", `act on factors of ${space}`, label, "", `one acts on ${valueInWords(label)}`);
  if (found.dimension !== dimension) {
    throw wrongValue("operators", `act on factors of ${space}`, label, "", `one acts on "${label}" with dimension ${dimension}`);
  }
}

/** Index in `space` of each basis state of the product of `factors` (first one slowest), the other factors at 0. */
export function offsets(space: Space, factors: readonly Factor[]): Int32Array {
  let count = 1;
  for (const { dimension } of factors) count *= dimension;
  const table = new Int32Array(count);
  count = 1;
  for (const { label, dimension } of factors) {
    const stride = space.stride(space.position(label));
    // from the end, so that no entry is written over before it was read
    for (let i = count - 1; i >= 0; i--) for (let k = dimension - 1; k >= 0; k--) table[i * dimension + k] = table[i] + k * stride;
    count *= dimension;
  }
  return table;
}

/** joint ⊗ 1, with basis state (f, r) of the two parts at index own[f] + rest[r]. */
function spread(space: Space, joint: Operator | null, own: Int32Array, rest: Int32Array): Operator {
  const partOf = new Int32Array(space.dimension);
  const shifts = new Int32Array(space.dimension);
  for (let f = 0; f < own.length; f++) {
    for (let r = 0; r < rest.length; r++) {
      partOf[own[f] + rest[r]] = f;
      shifts[own[f] + rest[r]] = rest[r];
    }
  }
  const count = (joint?.count ?? 1) * rest.length;
  requireRoom(space, count);
  const rowStart = new Int32Array(space.dimension + 1);
  const columns = new Int32Array(count);
  const values = new Float64Array(2 * count);
  if (!joint) {
    for (let i = 0; i < space.dimension; i++) {
      columns[i] = shifts[i];
      values[2 * i] = 1;
      rowStart[i + 1] = i + 1;
    }
    return new Operator(space, rowStart, columns, values);
  }
  const sorted = entriesByColumn(joint, own);
  const known = anyNoted([joint]) ? entryClasses(joint) : null;
  const classes = known && new Uint8Array(count);
  let at = 0;
  for (let i = 0; i < space.dimension; i++) {
    for (let k = joint.rowStart[partOf[i]]; k < joint.rowStart[partOf[i] + 1]; k++) {
      const e = sorted[k];
      columns[at] = shifts[i] + own[joint.columns[e]];
      values[2 * at] = joint.values[2 * e];
      values[2 * at + 1] = joint.values[2 * e + 1];
      if (known && classes) classes[at] = known[e];
      at++;
    }
    rowStart[i + 1] = at;
  }
  const whole = new Operator(space, rowStart, columns, values);
  return classes ? noteClasses(whole, classes) : whole;
}

/** The entries, row by row, each row in the order of its columns' images under `image`. */
function entriesByColumn({ rowStart, columns, dimension }: Operator, image: Int32Array): Int32Array {
  const order = new Int32Array(columns.length);
  for (let e = 0; e < order.length; e++) order[e] = e;
  for (let row = 0; row < dimension; row++) {
    let ascending = true;
    for (let e = rowStart[row] + 1; e < rowStart[row + 1]; e++) ascending &&= image[columns[e - 1]] < image[columns[e]];
    if (!ascending) order.subarray(rowStart[row], rowStart[row + 1]).sort((e, f) => image[columns[e]] - image[columns[f]]);
  }
  return order;
}

/** Check that labels of factors are a list of words, and return it. */
export function requireLabels(argument: string, labels: unknown): readonly string[] {
  if (!Array.isArray(labels) || Array.from(labels).some((label) => typeof label !== "string")) {
    throw wrongKind(argument, "be a list of factor labels", labels);
  }
  return labels;
}

/**
 * The same operator with its factors in the order of `labels`, which must name each factor once.
 *
 * @example
 * permuteFactors(tensorOperators(sigmaZ(qubit("a")), identity(qubit("b"))), ["b", "a"]).at(1, 1); // [-1, 0]
 */
export function permuteFactors(A: Operator, labels: readonly string[]): Operator {
  const { space } = requireOperator("A", A);
  const factors = requireLabels("labels", labels).map((label) => space.factors[space.position(label)]);
  if (factors.length !== A.space.factors.length) {
    throw wrongValue("labels", `name each factor of ${A.space} once`, labels);
  }
  return lift(new Space(factors), A);
}

/**
 * The partial trace Tr_rest A over all factors that `keep` does not name; the kept factors stay in the order of the
 * space. An entry of the result is stored when the pattern of A has a term for it.
 *
 * @example
 * partialTraceOperator(tensorOperators(sigmaZ(qubit("a")), identity(qubit("b"))), ["a"]).at(0, 0); // [2, 0]
 */
export function partialTraceOperator(A: Operator, keep: readonly string[]): Operator {
  requireOperator("A", A);
  for (const label of requireLabels("keep", keep)) A.space.position(label);
  const kept = A.space.factors.filter((factor) => keep.includes(factor.label));
  const rest = A.space.factors.filter((factor) => !keep.includes(factor.label));
  const part = new Int32Array(A.dimension);
  const other = new Int32Array(A.dimension);
  const restOffsets = offsets(A.space, rest);
  offsets(A.space, kept).forEach((a, f) => {
    restOffsets.forEach((b, r) => {
      part[a + b] = f;
      other[a + b] = r;
    });
  });
  const entries: [number, number, number, number][] = [];
  A.forEach((i, j, re, im) => {
    if (other[i] === other[j]) entries.push([part[i], part[j], re, im]);
  });
  return Operator.fromEntries(new Space(kept), entries);
}
