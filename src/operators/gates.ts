/** Gates on qubits and labelled factors: rotations, Hadamard, swap, and a unitary controlled by a level. */
import { finite, wrongKind, wrongValue } from "../errors.ts";
import { cos, hypot, sin } from "../numerics/scalar.ts";
import { requireSpace, Space } from "../spaces/space.ts";
import { requireUnitary } from "./checks.ts";
import { basisIndex } from "./named.ts";
import { Operator } from "./operator.ts";

/** One qubit; its first basis state |e⟩ = (1, 0) plays |0⟩. */
function oneQubit(space: Space): Space {
  if (requireSpace(space).factors.length === 1 && space.dimension === 2) return space;
  throw wrongValue("space", "be one qubit", null, "Make the gate there and `lift` it.", `it is ${space}`);
}

/**
 * The Hadamard gate (σx + σz)/√2.
 *
 * @example
 * hadamard(qubit()).at(1, 1); // [-0.707107, 0]
 */
export function hadamard(space: Space): Operator {
  const r = Math.SQRT1_2;
  return Operator.fromEntries(oneQubit(space), [
    [0, 0, r],
    [0, 1, r],
    [1, 0, r],
    [1, 1, -r],
  ]);
}

/**
 * The rotation e^{−i(θ/2) n·σ} of a qubit about the axis n = [x, y, z], which is normalised.
 *
 * @example
 * rotation(qubit(), [1, 0, 0], Math.PI).at(0, 1); // [0, -1]
 */
export function rotation(space: Space, axis: readonly [number, number, number], theta: number): Operator {
  oneQubit(space);
  finite("theta", theta);
  if (!Array.isArray(axis) || axis.length !== 3) throw wrongKind("axis", "be three numbers [x, y, z]", axis);
  const [x, y, z] = axis.map((component, k) => finite(`axis[${k}]`, component));
  const length = hypot(hypot(x, y), z);
  if (length === 0) throw wrongValue("axis", "have a direction", null, "", "all three numbers are 0");
  const [c, s] = [cos(theta / 2), sin(theta / 2) / length];
  const entries: [number, number, number, number][] = [
    [0, 0, c, 0 - s * z],
    [1, 1, c, s * z],
  ];
  if (x !== 0 || y !== 0) entries.push([0, 1, 0 - s * y, 0 - s * x], [1, 0, s * y, 0 - s * x]);
  return Operator.fromEntries(space, entries);
}

/**
 * The gate that exchanges the two factors of a space, of equal dimension: |i j⟩ ↦ |j i⟩.
 *
 * @example
 * swap(tensor(qubit("a"), qubit("b"))).at(1, 2); // [1, 0]
 */
export function swap(space: Space): Operator {
  const [first, second] = requireSpace(space).factors;
  if (!second || space.factors.length !== 2 || first.dimension !== second.dimension) {
    throw wrongValue("space", "be two factors of equal dimension", null, "Make the gate there and `lift` it.", `it is ${space}`);
  }
  const d = first.dimension;
  return Operator.fromEntries(
    space,
    Array.from({ length: d * d }, (_, at): [number, number, number] => [(at % d) * d + Math.floor(at / d), at, 1]),
  );
}

/**
 * A unitary controlled by a level: |c⟩⟨c| ⊗ U + (1 − |c⟩⟨c|) ⊗ 1 on `control` ⊗ the space of U.
 *
 * `level`: index or name of the level of `control` that applies U: the last one unless given (|1⟩ = |g⟩ of a qubit, as in circuits).
 * `controlled(qubit("c"), sigmaX(qubit("t")))` is CNOT. Throws when U is not unitary or the spaces share a label.
 *
 * @example
 * controlled(qubit("c"), sigmaX(qubit("t")), "e").at(0, 1); // [1, 0]
 */
export function controlled(control: Space, U: Operator, level: number | string = control?.dimension - 1): Operator {
  requireSpace(control, "control");
  requireUnitary("U", U);
  const space = new Space([...control.factors, ...U.space.factors]);
  const on = basisIndex(control, level);
  const d = U.dimension;
  const entries: [number, number, number, number][] = [];
  U.forEach((i, j, re, im) => void entries.push([on * d + i, on * d + j, re, im]));
  for (let c = 0; c < control.dimension; c++) if (c !== on) for (let i = 0; i < d; i++) entries.push([c * d + i, c * d + i, 1, 0]);
  return Operator.fromEntries(space, entries);
}
