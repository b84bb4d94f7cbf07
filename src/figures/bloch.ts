/** Qubit collisions for figures: affine maps of the Bloch vector, their trajectories and fixed points. */

import { channelTerms } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import { type BlochMap, blochMap, fixedBlochVector } from "../dynamics/representations.ts";
import { wrongValue } from "../errors.ts";
import type { Operator } from "../operators/operator.ts";
import type { Space } from "../spaces/space.ts";

/** The affine map of one collision of a qubit. */
export function stepOf(system: Space, collision: Collision): BlochMap {
  return blochMap(channelTerms(system, collision), 2);
}

/** The fixed point of a step as a Bloch vector; throws where it has several. */
export function fixedPoint(map: BlochMap): Float64Array {
  const r = fixedBlochVector(map);
  if (!r) throw wrongValue("map", "leave one state unchanged", null, "", "it leaves more than one unchanged");
  return r;
}

/** r(n) for n = 0 … steps, one array per component. */
export function blochTrajectory(
  { A, v }: BlochMap,
  start: ArrayLike<number>,
  steps: number,
): readonly [Float64Array, Float64Array, Float64Array] {
  const [x, y, z] = [new Float64Array(steps + 1), new Float64Array(steps + 1), new Float64Array(steps + 1)];
  [x[0], y[0], z[0]] = [start[0], start[1], start[2]];
  for (let n = 1; n <= steps; n++) {
    const [a, b, c] = [x[n - 1], y[n - 1], z[n - 1]];
    x[n] = A[0] * a + A[1] * b + A[2] * c + v[0];
    y[n] = A[3] * a + A[4] * b + A[5] * c + v[1];
    z[n] = A[6] * a + A[7] * b + A[8] * c + v[2];
  }
  return [x, y, z];
}

/** |⟨σx⟩ + i⟨σy⟩|, the l1 coherence of a qubit. */
export function qubitCoherence(r: ArrayLike<number>): number {
  return Math.sqrt(r[0] * r[0] + r[1] * r[1]);
}

/** Tr ρ² of a qubit. */
export function qubitPurity(r: ArrayLike<number>): number {
  return (1 + r[0] * r[0] + r[1] * r[1] + r[2] * r[2]) / 2;
}

/** Re Tr[X ρ] of a Hermitian operator on a qubit. */
export function qubitMean(X: Operator, r: ArrayLike<number>): number {
  const [[a], [b, c], [d]] = [X.at(0, 0), X.at(0, 1), X.at(1, 1)];
  return (a * (1 + r[2]) + d * (1 - r[2])) / 2 + b * r[0] - c * r[1];
}

/** Equidistant points from a to b. */
export function linear(a: number, b: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => a + ((b - a) * k) / (count - 1));
}

/** Points from a to b with equal ratios. */
export function geometric(a: number, b: number, count: number, exp: (x: number) => number, log: (x: number) => number): number[] {
  const step = log(b / a) / (count - 1);
  return Array.from({ length: count }, (_, k) => a * exp(step * k));
}
