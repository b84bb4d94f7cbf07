/** Classes of entries: what parameters make of a formula at any value, carried through sums, products, tensor products and evolutions. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unitBlocks } from "../../src/dynamics/channel.ts";
import { evolution } from "../../src/dynamics/evolution.ts";
import { conjugate, dag, lift, minus, plus, scale, times, transpose } from "../../src/operators/algebra.ts";
import { classOfValue, EntryClass, entryClasses, noteClasses, productClass } from "../../src/operators/classes.ts";
import { Operator } from "../../src/operators/operator.ts";
import { columnsOf, discoverSector } from "../../src/sectors/sector.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";

const A3 = levels(3, "A");
const B2 = qubit("B");

/** An operator whose entries have these classes: at generic values, or at 0 with the classes noted. */
function pair(entries: readonly (readonly [number, number, number])[], seed: number): readonly [generic: Operator, special: Operator] {
  const number = (k: number) => 0.3 + (((seed + 1) * (k + 3) * 7919) % 101) / 101;
  const generic = Operator.fromEntries(
    A3,
    entries.map(([i, j, code], k) => [i, j, code & 1 ? number(k) : 0, code & 2 ? number(k + 50) : 0] as const),
  );
  const zeros = new Float64Array(generic.values.length);
  return [generic, noteClasses(new Operator(A3, generic.rowStart, generic.columns, zeros), entryClasses(generic))];
}

const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), fc.constantFrom(1, 2, 3)), {
  minLength: 1,
  maxLength: 7,
  selector: ([i, j]) => `${i} ${j}`,
});

const same = (a: Operator, b: Operator) => {
  expect([...a.columns]).toEqual([...b.columns]);
  expect([...entryClasses(a)]).toEqual([...entryClasses(b)]);
};

describe("classes", () => {
  test("of numbers and products", () => {
    expect([classOfValue(1, 0), classOfValue(0, 2), classOfValue(1, 2), classOfValue(0, 0)]).toEqual([1, 2, 3, 1]);
    expect([productClass(2, 2), productClass(1, 2), productClass(3, 1)]).toEqual([
      EntryClass.Real,
      EntryClass.Imaginary,
      EntryClass.Complex,
    ]);
  });

  test("at 0 are those of any other value, through every operation", () => {
    fc.assert(
      fc.property(entries, entries, fc.integer({ min: 0, max: 999 }), (x, y, seed) => {
        const [[a, a0], [b, b0]] = [pair(x, seed), pair(y, seed + 7)];
        const operations: readonly ((p: Operator, q: Operator) => Operator)[] = [
          (p) => dag(p),
          (p) => transpose(p),
          (p) => conjugate(p),
          (p) => scale(p, 0, 1),
          (p) => lift(tensor(B2, A3), p),
          (p, q) => lift(tensor(A3, levels(3, "C")), p, new Operator(levels(3, "C"), q.rowStart, q.columns, q.values)),
        ];
        for (const [k, operation] of operations.entries()) if (k < 5) same(operation(a0, b0), operation(a, b));
        // sums and products of generic positive parts do not cancel, but for products of imaginary numbers with others
        const sums = [plus(a0, b0), minus(a0, b0)];
        for (const sum of sums) {
          const classes = entryClasses(sum);
          sum.forEach((i, j) => {
            const e = [...sum.columns.subarray(sum.rowStart[i], sum.rowStart[i + 1])].indexOf(j) + sum.rowStart[i];
            const own = [...x, ...y].filter(([r, c]) => r === i && c === j).reduce((all, [, , code]) => all | code, 0);
            expect(classes[e]).toBe(own);
          });
        }
        const product = times(a0, b0);
        const classes = entryClasses(product);
        let at = 0;
        product.forEach((i, j) => {
          const own = x.flatMap(([r, k, p]) => (r === i ? y.flatMap(([s, c, q]) => (s === k && c === j ? [productClass(p, q)] : [])) : []));
          expect(classes[at++]).toBe(own.reduce((all, code) => all | code, 0));
        });
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test("are those of the values where none were noted", () => {
    const [a] = pair(
      [
        [0, 1, 2],
        [1, 1, 1],
      ],
      3,
    );
    expect([...entryClasses(scale(a, 0))]).toEqual([1, 1]);
  });

  test("of an evolution: a phase that is 0 leaves no gauge", () => {
    const values = (phi: number) => {
      const [c, s] = [0.8 - phi * phi, phi];
      return Operator.fromEntries(B2, [
        [0, 0, 0.5],
        [0, 1, c, s],
        [1, 0, c, -s],
        [1, 1, -0.5],
      ]);
    };
    const plain = values(0);
    const noted = noteClasses(new Operator(B2, plain.rowStart, plain.columns, plain.values), Uint8Array.of(1, 3, 3, 1));
    const [U, V] = [evolution(noted, 0.7), evolution(plain, 0.7)];
    expect(U.values).toEqual(V.values);
    expect([...entryClasses(U)]).toEqual([3, 3, 3, 3]);
    same(U, evolution(values(0.3), 0.7));
    const space = tensor(qubit("S"), B2);
    const blocks = unitBlocks(qubit("S"), B2, lift(space, U)).flatMap((block) => (block ? [...columnsOf(block).classes] : []));
    expect(new Set(blocks)).toEqual(new Set([3]));
  });

  test("decide the sector", () => {
    const plain = Operator.fromEntries(B2, [
      [0, 1, 1],
      [1, 0, 1],
    ]);
    const noted = noteClasses(new Operator(B2, plain.rowStart, plain.columns, plain.values), Uint8Array.of(3, 3));
    const one = Operator.fromEntries(B2, [
      [0, 0, 1],
      [1, 1, 1],
    ]);
    const start = [Operator.fromEntries(B2, [[0, 0, 1]])];
    const count = (X: Operator) =>
      discoverSector(
        [
          { left: X, right: one, re: 1, im: 0, group: 0 },
          { left: one, right: X, re: 1, im: 0, group: 0 },
        ],
        2,
        start,
      )?.count;
    expect(count(plain)).toBe(3);
    expect(count(noted)).toBe(4);
  });
});
