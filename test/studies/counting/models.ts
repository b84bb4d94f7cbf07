/** Small collision models and master equations whose fluctuations are known. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Collision, Collisions, Stream } from "../../../src/dynamics/collisions.ts";
import {
  basisState,
  diagonal,
  type Generator,
  levels,
  lift,
  type Model,
  type Operator,
  plus,
  qubit,
  type Space,
  scaled,
  sigmaMinus,
  sigmaPlus,
  sigmaX,
  sigmaZ,
  tensor,
  tensorOperators,
  thermal,
  times,
} from "../../../src/index.ts";
import { streamModel } from "../../../src/models/collision-parts.ts";
import { Operator as OperatorClass } from "../../../src/operators/operator.ts";

export interface Case {
  readonly parameters: Record<string, never>;
  readonly expected: Record<string, never>;
  readonly tolerance: { readonly abs: number; readonly rel: number };
}

const cases: Record<string, Case> = JSON.parse(readFileSync("test/fixtures/counting.json", "utf8"));

/** A reference case: parameters, expected numbers, and a comparison within its tolerance. */
// biome-ignore lint/suspicious/noExplicitAny: numbers of many shapes
export function reference(name: string): { p: any; e: any; near(found: any, expected: any): void } {
  const { parameters, expected, tolerance } = cases[name];
  const near = (found: unknown, wanted: unknown): void => {
    if (Array.isArray(wanted)) {
      expect((found as unknown[]).length).toBeGreaterThanOrEqual(wanted.length);
      wanted.forEach((value, k) => near((found as unknown[])[k], value));
      return;
    }
    const bound = tolerance.abs + tolerance.rel * Math.abs(wanted as number);
    expect(Math.abs((found as number) - (wanted as number)), `${name}: ${found} for ${wanted}`).toBeLessThanOrEqual(bound);
  };
  return { p: parameters, e: expected, near };
}

/** |e⟩⟨e| of a qubit. */
export function excitation(space: Space): Operator {
  return times(sigmaPlus(space), sigmaMinus(space));
}

/** σ⁺σ⁻ + h.c. between two qubits of a joint space. */
export function exchange(joint: Space, a: Space, b: Space): Operator {
  return plus(lift(joint, sigmaPlus(a), sigmaMinus(b)), lift(joint, sigmaMinus(a), sigmaPlus(b)));
}

export const S = qubit("S");

/** A thermal qubit that exchanges its state with probability sin²θ, without free evolution. */
export function swapCollision(bath: string, beta: number, theta: number, omega = 1, system: Space = S, on: Space = S): Collision {
  const unit = qubit(bath);
  const HE = scaled(excitation(unit), omega);
  return {
    unit,
    state: [{ name: bath, weight: 1, state: beta === Number.POSITIVE_INFINITY ? basisState(unit, 1) : thermal(HE, { beta }) }],
    visits: [{ kind: "unitary", H: exchange(tensor(system, unit), on, unit), duration: theta }],
    HE,
    beta,
    bath,
  };
}

/** A model around a stream. */
export function streamOf(
  stream: Stream,
  initial: Operator,
  HS: Operator | null = null,
  idle?: { generator: Generator; duration: number },
): Model {
  const dynamics: Collisions = { kind: "collisions", system: initial.space, HS, stream, tau: 1, ...(idle ? { idle } : {}) };
  return streamModel({
    name: "test",
    parameters: {},
    initial,
    extra: [],
    warnings: [],
    with: () => {
      throw new Error("not needed");
    },
    dynamics,
  });
}

/** Hot and cold qubits in turn. */
export function swapMachine(initial: Operator, betas = [0.4, 1.1], theta = 0.6): Model {
  const collisions = [swapCollision("hot", betas[0], theta), swapCollision("cold", betas[1], theta)];
  return streamOf({ kind: "cyclic", collisions }, initial, excitation(S));
}

export const excited = (space: Space = S) => basisState(space, 0);
export const ground = (space: Space = S) => basisState(space, 1);

/** A diagonal state. */
export function diagonalState(space: Space, populations: readonly number[]): Operator {
  return OperatorClass.fromEntries(
    space,
    populations.map((p, i) => [i, i, p] as const),
  );
}

/** exp(−iτ(H_S + H_E + V)) with a thermal unit. */
export function contactOf(system: Space, HS: Operator, HE: Operator, V: Operator, tau: number, beta: number, bath: string): Collision {
  const joint = tensor(system, HE.space);
  return {
    unit: HE.space,
    state: [{ name: bath, weight: 1, state: thermal(HE, { beta }) }],
    visits: [{ kind: "unitary", H: plus(lift(joint, HS), lift(joint, HE), lift(joint, V)), duration: tau }],
    HE,
    beta,
    bath,
  };
}

/** g A ⊗ B. */
export function coupling(g: number, A: Operator, B: Operator): Operator {
  return scaled(tensorOperators(A, B), g);
}

export { lift, plus, qubit, scaled, sigmaX, sigmaZ, tensor };

/** A qubit that exchanges with units of given levels, thermal at β = 1, through neighbouring ones. */
export function levelUnits(energies: readonly number[]): Model {
  const unit = levels(energies.length, "u");
  const ladder = OperatorClass.fromEntries(
    unit,
    energies.slice(1).flatMap((_, k) => [[k, k + 1, 1] as const, [k + 1, k, 1] as const]),
  );
  const HE = diagonal(unit, energies);
  return streamOf(
    { kind: "constant", collision: contactOf(S, excitation(S), HE, coupling(0.6, sigmaX(S), ladder), 0.8, 1, "u") },
    ground(),
    excitation(S),
  );
}
