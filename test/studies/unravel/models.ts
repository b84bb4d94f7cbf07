/** Collision models whose units are read, and their reference numbers. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Collision } from "../../../src/dynamics/collisions.ts";
import { basisState, lift, type Model, type Operator, qubit, scaled, sigmaX, tensor, thermal } from "../../../src/index.ts";
import { exchange, excitation, ground, S, streamOf } from "../counting/models.ts";

const cases = JSON.parse(readFileSync("test/fixtures/trajectories.json", "utf8"));

/** A reference case: parameters, expected numbers, and a comparison within its tolerance. */
// biome-ignore lint/suspicious/noExplicitAny: numbers of many shapes
export function reference(name: string): { p: any; e: any; near(found: any, wanted: any): void } {
  const { parameters, expected, tolerance } = cases[name];
  const near = (found: unknown, wanted: unknown): void => {
    if (Array.isArray(wanted)) {
      wanted.forEach((value, k) => near((found as unknown[])[k], value));
      return;
    }
    const bound = tolerance.abs + tolerance.rel * Math.abs(wanted as number);
    expect(Math.abs((found as number) - (wanted as number)), `${name}: ${found} for ${wanted}`).toBeLessThanOrEqual(bound);
  };
  return { p: parameters, e: expected, near };
}

export const unit = qubit("unit");

/** A driven qubit that exchanges its state with thermal or ground-state qubits, after each pulse. */
export function drivenSwaps(Omega: number, td: number, theta: number, beta: number, initial: Operator = ground()): Model {
  const joint = tensor(S, unit);
  const HE = excitation(unit);
  const collision: Collision = {
    unit,
    state: [{ name: "unit", weight: 1, state: Number.isFinite(beta) ? thermal(HE, { beta }) : basisState(unit, 1) }],
    visits: [
      { kind: "unitary", H: scaled(lift(joint, sigmaX(S)), Omega / 2), duration: td },
      { kind: "unitary", H: exchange(joint, S, unit), duration: theta },
    ],
    HE,
    beta,
    bath: "unit",
  };
  return streamOf({ kind: "constant", collision }, initial, excitation(S));
}
