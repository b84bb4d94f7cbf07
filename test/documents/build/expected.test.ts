/** Sixteen documents of every kind give their reference numbers. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { definitionOf } from "../../../src/documents/build/index.ts";
import type { Parameters } from "../../../src/models/model.ts";
import { run } from "../../../src/solvers/run.ts";
import { steady } from "../../../src/solvers/steady.ts";
import { fixture, problemsOf } from "./canonical.ts";

interface Case {
  readonly id: string;
  readonly params: {
    readonly document: string;
    readonly set: Parameters;
    readonly ask: { readonly run?: { readonly steps?: readonly number[]; readonly times?: readonly number[] }; readonly steady?: object };
  };
  readonly expected: { readonly run?: Record<string, readonly number[]>; readonly steady?: Record<string, number> };
  readonly tolerance: { readonly abs: number; readonly rel: number };
}

const cases = JSON.parse(readFileSync(new URL("../../fixtures/documents-expected.json", import.meta.url), "utf8")) as Case[];

function near(found: number | null | undefined, wanted: number, { abs, rel }: Case["tolerance"], what: string): void {
  expect(found, what).toBeTypeOf("number");
  expect(Math.abs((found as number) - wanted), `${what}: ${found} for ${wanted}`).toBeLessThanOrEqual(abs + rel * Math.abs(wanted));
}

test.each([...new Set(cases.map(({ params }) => params.document))])("%s is right", (name) => {
  expect(problemsOf(fixture(name))).toEqual([]);
});

test.each(cases.filter(({ expected }) => expected.run || expected.steady).map((one) => [one.id, one] as const))("%s", (_, one) => {
  const { document, set, ask } = one.params;
  const model = definitionOf(fixture(document)).build(set);
  if (one.expected.run) {
    const { steps, times } = ask.run ?? {};
    const observables = Object.keys(one.expected.run);
    const solution = steps
      ? run(model, { steps: Math.max(...steps), saveEvery: 1, observables })
      : run(model, { times: [0, ...(times as number[])], observables });
    const axis = [...solution.axis.values];
    for (const [observable, wanted] of Object.entries(one.expected.run)) {
      wanted.forEach((value, k) => {
        const at = axis.indexOf((steps ?? times ?? [])[k]);
        near(solution.observables[observable][at], value, one.tolerance, `${observable} at ${axis[at]}`);
      });
    }
  }
  if (one.expected.steady) {
    const found = steady(model, { observables: Object.keys(one.expected.steady) });
    for (const [observable, wanted] of Object.entries(one.expected.steady)) {
      near(found.observables[observable], wanted, one.tolerance, observable);
    }
  }
});
