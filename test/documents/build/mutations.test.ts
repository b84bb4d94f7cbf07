/** Documents with anything in the place of anything: either nothing is wrong and the model runs, or each thing has its place and sentence. */
import { expect, test } from "vitest";
import { definitionOf } from "../../../src/documents/build/index.ts";
import type { CanonicalDocument } from "../../../src/documents/canonical.ts";
import { run } from "../../../src/solvers/run.ts";
import { equationDocument, fixture, problemsOf, qubitDocument } from "./canonical.ts";

const FIXTURES = [
  "02-qutrit-two-baths.yaml",
  "04-two-qubits-joint.json",
  "06-swap-memory.yaml",
  "08-structured-ancilla.json",
  "12-driven-maser.yaml",
  "14-rotor-load.yaml",
  "15-ou-detuning.yaml",
  "16-global-two-qubits.json",
];

const WORDS = [
  "0",
  "1",
  "-1",
  "2.5",
  "inf",
  "i",
  "pi",
  "t",
  "step",
  "H",
  "w",
  "1/0",
  "sqrt(-1)",
  "0*t",
  "g",
  "omega",
  "tau",
  "nope",
  "sz(S)",
  "sp(S)*sm(U)",
  "sz(S) + i*sx(S)",
  "proj(S, e)",
  "mixed(S)",
  "ket(S, e)",
  "pure(ket(S, e))",
  "thermal(H, 1)",
  "mean(sz(S))",
  "purity()",
  "1e400",
  "1e300*sz(S)",
  "sum(j, 1, 3, j)",
  "sum(j, 1, 1e9, j)",
  "if(t < 1, 1, 2)",
  "length(omega)",
  "omega[1]",
  "heat(bath)",
  "energy()",
  "id(S)",
  "0*sz(S)",
  "n(c)",
  "a(c)",
] as const;

/** Numbers that look random and are the same each time. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

/** Places of expressions: all texts and numbers, but for keys that hold names. */
function places(value: unknown, key: string, found: { holder: Record<string, unknown>; key: string }[]): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, entry] of Object.entries(value)) {
    if (
      [
        "ancilla",
        "kind",
        "name",
        "title",
        "source",
        "label",
        "names",
        "bath",
        "run",
        "steady",
        "sweep",
        "noise",
        "figure",
        "parameters",
        "then",
        "shape",
      ].includes(name)
    )
      continue;
    if (key === "order" || key === "on") continue;
    if (typeof entry === "string" || typeof entry === "number") found.push({ holder: value as Record<string, unknown>, key: name });
    else places(entry, name, found);
  }
}

test("no error is raw, and what is valid runs", () => {
  const random = generator(20261126);
  const sources = [...FIXTURES.map(fixture), qubitDocument(), equationDocument()];
  let [valid, refused] = [0, 0];
  for (let round = 0; round < 250; round++) {
    const document = structuredClone(sources[random(sources.length)]) as CanonicalDocument;
    const found: { holder: Record<string, unknown>; key: string }[] = [];
    places(document, "", found);
    const others = found.map(({ holder, key }) => holder[key]);
    for (let k = 0; k <= random(2); k++) {
      const { holder, key } = found[random(found.length)];
      holder[key] = random(3) === 0 ? others[random(others.length)] : WORDS[random(WORDS.length)];
    }
    const text = JSON.stringify(document);
    const problems = problemsOf(document);
    for (const { says, pointer } of problems) {
      expect(says, text).toMatch(/^must .*, but /s);
      expect(says, text).not.toMatch(/undefined|\[object/);
      expect(pointer === "" || pointer.startsWith("/"), text).toBe(true);
    }
    if (problems.length > 0) {
      refused++;
      continue;
    }
    valid++;
    try {
      const model = definitionOf(document).build({});
      run(model, model.dynamics.kind === "generator" ? { until: 0.01, saveEvery: 0.01 } : { steps: 1 });
    } catch (error) {
      const { code } = error as { code?: string };
      expect(["WRONG_VALUE", "RUN_FAILURE"], `${text} ${error}`).toContain(code);
    }
  }
  expect(valid).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(80);
});
