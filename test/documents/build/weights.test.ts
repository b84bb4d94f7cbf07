/** Weights of documents in closed form: of states whose numbers have a corner, and of units in the limit of short collisions. */
import { expect, test } from "vitest";
import { documentFromData, documentModel } from "../../../src/documents/index.ts";
import { run } from "../../../src/solvers/run.ts";

const spaces = [{ label: "S", kind: "qubit" }];
const unit = (more: object) => ({ spaces: [{ label: "U", kind: "qubit" }], ...more });

test("weights with a corner are those of the state, on either side and close to it", () => {
  const document = documentFromData({
    ancilla: 1,
    kind: "collisions",
    name: "corner",
    parameters: { p: { default: 0.4, noisy: true } },
    spaces,
    H: "sz(S)/2",
    units: [unit({ H: "0", V: "sp(S)*sm(U) + h.c.", state: "bloch(U, 0.2, 0, abs(p - 0.31))" })],
    tau: 0.3,
    initial: "proj(S, e)",
  });
  const model = documentModel(document).build({});
  for (const p of [0.2, 0.305, 0.3099, 0.31, 0.3101, 0.45]) {
    const weights = model.weightsAt?.({ ...model.parameters, p }) as readonly number[];
    expect(weights[0]).toBeCloseTo((1 + Math.abs(p - 0.31)) / 2, 14);
  }
});

test("units that come at random drive by their shares where the coupling is of first order", () => {
  const document = documentFromData({
    ancilla: 1,
    kind: "collisions",
    name: "shares",
    spaces,
    H: "0*sz(S)",
    units: [
      unit({ V: "sx(S)*proj(U, e)", state: "proj(U, e)", bath: "a" }),
      unit({ V: "sx(S)*proj(U, g)", state: "proj(U, e)", bath: "b" }),
    ],
    stream: { kind: "mixture", probabilities: [0.3, 0.7] },
    evaluation: "generator",
    tau: 0.1,
    initial: "proj(S, e)",
  });
  const times = [0, 0.5, 2];
  const { sz } = run(documentModel(document).build({}), { times, observables: ["sz"] }).observables;
  // H = 0.3 σx: ⟨σz⟩ = cos 0.6t
  sz.forEach((value, k) => expect(value).toBeCloseTo(Math.cos(0.6 * times[k]), 9));
});
