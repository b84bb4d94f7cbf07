/** The bit-flip code: three qubits that flip, two units that read their parities, and the flip that undoes it. */
import { describe, expect, it } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  basisState,
  everyRecord,
  identity,
  lift,
  measured,
  minus,
  Operator,
  plus,
  projector,
  qubit,
  scaled,
  sigmaX,
  sigmaZ,
  tensor,
} from "../../../src/index.ts";
import { streamOf } from "../counting/models.ts";
import { reference } from "./models.ts";

const qubits = [1, 2, 3].map((k) => qubit(`q${k}`));
const system = tensor(...qubits);
const noise = qubit("noise");
const [a, b] = [qubit("a"), qubit("b")];
const meters = tensor(a, b);

/** exp(−iH) flips a qubit where P is 1. */
const flipWhere = (P: Operator, X: Operator, space: ReturnType<typeof tensor>) =>
  scaled(lift(space, P, minus(X, identity(X.space))), Math.PI / 2);

function flips(p: number, k: number): Collision {
  const joint = tensor(system, noise);
  const state = plus(scaled(basisState(noise, 0), p), scaled(basisState(noise, 1), 1 - p));
  const H = flipWhere(projector(noise, 0), sigmaX(qubits[k]), joint);
  return {
    unit: noise,
    state: [{ name: "noise", weight: 1, state }],
    visits: [{ kind: "unitary", H, duration: 1 }],
    HE: null,
    beta: null,
    bath: `flip${k}`,
  };
}

function parities(): Collision {
  const joint = tensor(system, meters);
  const odd = (j: number, k: number) => {
    const both = tensor(qubits[j], qubits[k]);
    return scaled(minus(identity(both), lift(both, sigmaZ(qubits[j]), sigmaZ(qubits[k]))), 0.5);
  };
  const H = plus(flipWhere(odd(0, 1), sigmaX(a), joint), flipWhere(odd(1, 2), sigmaX(b), joint));
  const state = lift(meters, basisState(a, 1), basisState(b, 1));
  return {
    unit: meters,
    state: [{ name: "meters", weight: 1, state }],
    visits: [{ kind: "unitary", H, duration: 1 }],
    HE: null,
    beta: null,
    bath: "meters",
  };
}

describe.each(["feedback-bitflip", "feedback-bitflip-noisy"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const stream = { kind: "cyclic" as const, collisions: [flips(p.p, 0), flips(p.p, 1), flips(p.p, 2), parities()] };
  const names = ["00", "01", "10", "11"];
  // a meter that is up is odd
  const outcomes = names.map((word) => lift(meters, basisState(a, word[0] === "1" ? 0 : 1), basisState(b, word[1] === "1" ? 0 : 1)));
  const wrong = (one: string, other: string) => (one === other ? 1 - p.em : p.em);
  const confusion = names.map((m) => names.map((r) => wrong(m[0], r[0]) * wrong(m[1], r[1])));
  const feedback = { "10": lift(system, sigmaX(qubits[0])), "11": lift(system, sigmaX(qubits[1])), "01": lift(system, sigmaX(qubits[2])) };
  const by = measured({ outcomes, names, confusion, units: "meters", feedback });

  it("succeeds by majority as the enumeration says", () => {
    const start = lift(system, ...qubits.map((q) => basisState(q, 1)));
    for (const rounds of [1, 2, 4]) {
      const { state, P } = everyRecord(streamOf(stream, start), { by, steps: 4 * rounds, observables: [] });
      let success = 0;
      for (const i of [7, 6, 5, 3]) success += state.at(i, i)[0];
      near(success, e.success[rounds - 1]);
      if (rounds === p.r) near(P["00"][rounds], e.P_all_zero);
    }
    expect(e.success).toHaveLength(p.rounds);
  });

  it("keeps a superposition as the enumeration says", () => {
    const [re, im] = [Math.sqrt(0.21) * Math.cos(0.4), Math.sqrt(0.21) * Math.sin(0.4)];
    // √0.7|ggg⟩ + √0.3 e^{0.4i}|eee⟩
    const start = Operator.fromEntries(system, [
      [7, 7, 0.7],
      [0, 0, 0.3],
      [0, 7, re, im],
      [7, 0, re, -im],
    ]);
    const { state } = everyRecord(streamOf(stream, start), { by, steps: 4 * p.r, observables: [] });
    let fidelity = 0;
    start.forEach((i, j, x, y) => {
      const [u, v] = state.at(j, i);
      fidelity += x * u - y * v;
    });
    near(fidelity, e.fidelity);
  });
});
