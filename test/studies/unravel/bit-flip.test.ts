/** The bit-flip code: noise, two parities read by one unit of two qubits, and the flip that the syndrome says. */
import { describe, expect, it } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import {
  basisState,
  everyRecord,
  identity,
  ket,
  lift,
  type Model,
  measured,
  Operator,
  plus,
  qubit,
  type Space,
  scaled,
  sigmaX,
  sigmaZ,
  tensor,
  times,
} from "../../../src/index.ts";
import { diagonalState, excitation, streamOf } from "../counting/models.ts";
import { reference } from "./models.ts";

const qubits = [1, 2, 3].map((k) => qubit(`q${k}`));
const system = tensor(...qubits);
const meters = [qubit("m1"), qubit("m2")];
const meter = tensor(...meters);

/** exp(−iπ/2 P ⊗ (1 − σx)) = σx where the projector P holds. */
const flipWhere = (joint: Space, P: Operator, target: Space) => lift(joint, P, plus(identity(target), scaled(sigmaX(target), -1)));

/** A qubit flips with probability p: a unit that is excited with that probability says so. */
function noise(q: Space, p: number): Collision {
  const unit = qubit("n");
  return {
    unit,
    state: [{ name: "n", weight: 1, state: diagonalState(unit, [p, 1 - p]) }],
    visits: [{ kind: "unitary", H: flipWhere(tensor(system, unit), excitation(unit), q), duration: Math.PI / 2 }],
    HE: null,
    beta: null,
    bath: "noise",
  };
}

/** Each meter flips where its two qubits differ. */
function reader(): Collision {
  const joint = tensor(system, meter);
  const odd = (a: Space, b: Space) => scaled(plus(identity(tensor(a, b)), scaled(lift(tensor(a, b), sigmaZ(a), sigmaZ(b)), -1)), 0.5);
  return {
    unit: meter,
    state: [{ name: "m", weight: 1, state: basisState(meter, 3) }],
    visits: [0, 1].map((k) => ({
      kind: "unitary" as const,
      H: lift(joint, flipWhere(tensor(qubits[k], qubits[k + 1], meters[k]), odd(qubits[k], qubits[k + 1]), meters[k])),
      duration: Math.PI / 2,
    })),
    HE: null,
    beta: null,
    bath: "meter",
  };
}

describe.each(["feedback-bitflip", "feedback-bitflip-noisy"])("%s", (name) => {
  const { p, e, near } = reference(name);
  const code = (initial: Operator): Model =>
    streamOf({ kind: "cyclic", collisions: [...qubits.map((q) => noise(q, p.p)), reader()] }, initial);
  // outcomes of |m1 m2⟩ in the order of the projectors: 11, 10, 01, 00
  const projectors = [0, 1, 2, 3].map((x) => Operator.fromEntries(meter, [[x, x, 1]]));
  const wrong = (a: number, b: number) => (a === b ? 1 - p.em : p.em);
  const by = measured({
    outcomes: projectors,
    names: ["11", "10", "01", "00"],
    units: "meter",
    confusion: [3, 2, 1, 0].map((m) => [3, 2, 1, 0].map((r) => wrong(m >> 1, r >> 1) * wrong(m & 1, r & 1))),
    feedback: { "10": sigmaX(qubits[0]), "11": sigmaX(qubits[1]), "01": sigmaX(qubits[2]) },
  });

  it("corrects what it reads, and fails where two flips look like one", () => {
    const start = basisState(system, 7);
    const ground = (x: number) => [4, 2, 1].filter((bit) => (x & bit) !== 0).length;
    for (const rounds of [1, 2, 4, 6]) {
      const { state } = everyRecord(code(start), { by, steps: 4 * rounds, observables: [] });
      const success = Array.from({ length: 8 }, (_, x) => (ground(x) >= 2 ? state.at(x, x)[0] : 0)).reduce((sum, value) => sum + value, 0);
      near(success, e.success[rounds - 1]);
    }
  });

  it("keeps a superposition", () => {
    const [a, b] = [Math.sqrt(0.7), Math.sqrt(0.3)];
    const phase = [b * Math.cos(0.4), b * Math.sin(0.4)] as const;
    const amplitudes = Array.from({ length: 8 }, (_, x): readonly [number, number] => (x === 7 ? [a, 0] : x === 0 ? phase : [0, 0]));
    const start = ket(system, amplitudes);
    const all = everyRecord(code(start), { by, steps: 4 * p.r, observables: [] });
    near(times(start, all.state).trace()[0], e.fidelity);
    near(all.P["00"][p.r], e.P_all_zero);
    expect(all.records).toBeLessThanOrEqual(4 ** p.r);
  });
});
