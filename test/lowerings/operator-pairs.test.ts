import { describe, expect, it } from "vitest";
import type { TermMap } from "../../src/dynamics/terms.ts";
import { operatorPairs } from "../../src/lowerings/collisions/operator-pairs.ts";
import { dag, minus, plus, scale, times } from "../../src/operators/algebra.ts";
import type { Operator } from "../../src/operators/operator.ts";
import { randomState } from "../../src/operators/random-objects.ts";
import { levels } from "../../src/spaces/space.ts";
import { randomOperator } from "../reference/random-generator.ts";

const space = levels(4);
const [K, L] = [randomOperator(space, 1), randomOperator(space, 2)];
const combine = (parts: readonly (readonly [Operator, number, number])[]) => plus(...parts.map(([A, re, im]) => scale(A, re, im)));

function direct({ terms, weights }: TermMap, rho: Operator): Operator {
  return plus(
    ...terms.map(({ left, right, re, im, group }) => scale(times(left, rho, dag(right)), re * weights[group], im * weights[group])),
  );
}

describe("pairs of operators", () => {
  const both = (weights: readonly number[], last: readonly [number, number] = [1, 0]): TermMap => ({
    terms: [
      { left: K, right: K, re: 1, im: 0, group: 0 },
      { left: L, right: L, re: last[0], im: last[1], group: 1 },
    ],
    groups: ["first", "second"],
    weights,
  });
  const cases: readonly (readonly [string, TermMap, boolean])[] = [
    ["weights above 0", both([0.5, 2]), true],
    ["a weight below 0", both([0.5, -2]), false],
    ["a factor below 0", both([0.5, 2], [-1, 0]), false],
    ["a complex factor", both([0.5, 2], [0.3, 0.4]), false],
    [
      "two factors on one side",
      { terms: [...both([1, 1]).terms, { left: K, right: L, re: 0.2, im: 0.1, group: 0 }], groups: ["first", "second"], weights: [1, 1] },
      false,
    ],
  ];

  it.each(cases)("are a Kraus map where all is positive, and the same map always: %s", (_, map, kraus) => {
    const pairs = operatorPairs(map, combine);
    expect(pairs.kraus).toBe(kraus);
    const rho = randomState(space, { seed: 3 });
    const found = plus(...pairs.left.map((A, k) => times(A, rho, dag(pairs.right[k]))));
    const worst = minus(found, direct(map, rho)).values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(worst).toBeLessThan(1e-14);
  });
});
