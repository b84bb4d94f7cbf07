/** Stationary states of random and ill-scaled generators and collisions, against elimination in 700 binary places. */

import { generator } from "../../src/dynamics/lindblad.ts";
import { RunFailure } from "../../src/errors.ts";
import { type CollisionModelDefinition, collisionModel } from "../../src/models/collision-model.ts";
import { equationModel } from "../../src/models/equation.ts";
import type { Model } from "../../src/models/model.ts";
import { diagonal, hermitianPart, plus, scale } from "../../src/operators/algebra.ts";
import { sigmaX, sigmaZ } from "../../src/operators/named.ts";
import { Operator } from "../../src/operators/operator.ts";
import { basisState } from "../../src/operators/states.ts";
import { steady } from "../../src/solvers/steady.ts";
import { levels, qubit, tensor } from "../../src/spaces/space.ts";
import {
  adjoint,
  applied,
  type Fixed,
  type FixedMatrix,
  fixed,
  matrixOf,
  product,
  stationaryState,
  unitary,
} from "../reference/fixed-point.ts";
import { randomValues } from "../reference/random.ts";
import { randomOperator } from "../reference/random-generator.ts";
import type { FuzzTarget } from "./target.ts";

interface Case {
  readonly input: string;
  readonly model: Model;
  readonly map: (rho: FixedMatrix) => FixedMatrix;
}

/** A power of ten between 10^from and 10^to, as the parser makes it. */
const decade = (value: number, from: number, to: number) => Number(`1e${Math.round(from + ((value + 1) / 2) * (to - from))}`);

function bare(parts: Parameters<typeof generator>[0]): Model {
  const built = generator(parts);
  const initial = basisState(parts.system, 0);
  const model: Model = equationModel({
    name: "fuzz",
    parameters: {},
    generator: built,
    initial,
    observables: [],
    defaults: ["purity"],
    rebuild: () => model,
  });
  return model;
}

function randomEquation(seed: number): Case {
  const [a, b, c, d] = randomValues(8, seed);
  const n = a > 0.5 ? 3 : 2;
  const system = levels(n);
  const density = b > 0 ? 1 : 0.5;
  const ill = c > 0;
  const H = scale(hermitianPart(randomOperator(system, seed + 1, density)), ill ? decade(d, -3, 3) : 1);
  const exponents = randomValues(4, seed + 2);
  const jumps = [0, 1].map((k) => ({
    operator: randomOperator(system, seed + 3 + k, density),
    rate: ill ? decade(exponents[k], -9, 3) : 0.5 + k,
  }));
  const model = bare({ system, H, jumps });
  return { input: `equation, seed ${seed}`, model, map: applied(generator({ system, H, jumps })) };
}

function rateEquation(seed: number): Case {
  const values = randomValues(64, seed);
  const n = values[0] > 0 ? 4 : 3;
  const system = levels(n);
  const jumps: { operator: Operator; rate: number }[] = [];
  for (let to = 0; to < n; to++) {
    for (let from = 0; from < n; from++) {
      const at = 1 + 3 * (to * n + from);
      if (to === from || (values[at] > 0.2 && Math.abs(to - from) > 1)) continue;
      jumps.push({ operator: Operator.fromEntries(system, [[to, from, 1]]), rate: decade(values[at + 1], -30, 10) });
    }
  }
  const H = scale(Operator.fromEntries(system, [[0, 0, 1]]), 0.7);
  return { input: `rates, seed ${seed}`, model: bare({ system, H, jumps }), map: applied(generator({ system, H, jumps })) };
}

/** Pairs of levels that are degenerate but for a little, which little couples. */
function closeLevels(seed: number): Case {
  const [a, b, c, ...exponents] = randomValues(8, seed);
  const n = 3 + (a > 0 ? 1 : 0);
  const system = levels(n);
  const energies = Array.from({ length: n }, (_, k) => Math.floor(k / 2) + (k % 2) * decade(b, -12, -6));
  const H = plus(diagonal(system, energies), scale(hermitianPart(randomOperator(system, seed + 1)), decade(c, -12, -3)));
  const jumps = [0, 1].map((k) => ({ operator: randomOperator(system, seed + 2 + k, 0.6), rate: decade(exponents[k], -6, 0) }));
  return { input: `close levels, seed ${seed}`, model: bare({ system, H, jumps }), map: applied(generator({ system, H, jumps })) };
}

/** Two parts of a system that hardly know of each other. */
function nearlyApart(seed: number): Case {
  const [a, b, c, ...exponents] = randomValues(8, seed);
  const n = 4 + (a > 0 ? 1 : 0);
  const system = levels(n);
  const across = (A: Operator, factor: number) => {
    const entries: [number, number, number, number][] = [];
    A.forEach((i, j, re, im) => {
      const f = i < 2 === j < 2 ? 1 : factor;
      if (f !== 0) entries.push([i, j, f * re, f * im]);
    });
    return Operator.fromEntries(system, entries);
  };
  const H = across(hermitianPart(randomOperator(system, seed + 1)), decade(b, -12, -4));
  const jumps = [decade(c, -8, -2), 0].map((factor, k) => ({
    operator: across(randomOperator(system, seed + 2 + k), factor),
    rate: decade(exponents[k], -3, 1),
  }));
  return { input: `nearly apart, seed ${seed}`, model: bare({ system, H, jumps }), map: applied(generator({ system, H, jumps })) };
}

/** Three levels that a unit of two touches weakly, beside what turns them. */
function weakUnits(seed: number): Case {
  const [a, b, c, d] = randomValues(8, seed);
  const [s, e] = [levels(a > 0 ? 3 : 2, "s"), qubit("e")];
  const HS = scale(hermitianPart(randomOperator(s, seed, 0.6)), decade(b, -4, 1));
  const V = scale(hermitianPart(randomOperator(tensor(s, e), seed + 1, 0.6)), decade(c, -5, 1));
  const tau = decade(d, -7, 0);
  return {
    ...collisionCase({ HS, units: { HE: scale(sigmaZ(e), 0.5), V, beta: 1 }, tau, initial: basisState(s, 0) }),
    input: `weak units, seed ${seed}`,
  };
}

function collisions(seed: number): Case {
  const values = randomValues(16, seed);
  const [s, e] = [qubit("s"), qubit("e")];
  const joint = tensor(s, e);
  const HS = plus(scale(sigmaZ(s), 0.5 + values[0] / 4), scale(sigmaX(s), values[1] > 0 ? 0.3 : 0));
  const HE = scale(sigmaZ(e), 0.5 + values[2] / 4);
  const V = hermitianPart(randomOperator(joint, seed + 1, values[3] > 0 ? 1 : 0.6));
  const tau = decade(values[4], -7, 0);
  const found = collisionCase({ HS, units: { HE, V, beta: 1 }, tau, initial: basisState(s, 0) });
  return { ...found, input: `collisions, seed ${seed}, tau ${tau}` };
}

function collisionCase(definition: CollisionModelDefinition): Omit<Case, "input"> {
  const model = collisionModel(definition);
  const { stream } = model.dynamics as Extract<Model["dynamics"], { kind: "collisions" }>;
  if (stream.kind !== "constant") throw new Error("A single kind of unit makes a constant stream.");
  const { visits, state } = stream.collision;
  const [visit] = visits;
  if (visits.length !== 1 || visit.kind !== "unitary" || state.length === 0) throw new Error("One collision is one unitary visit.");
  const eta = state
    .map(({ state: part, weight }) => matrixOf(part, weight))
    .reduce((A, B) => A.map((row, i) => row.map((x, j): Fixed => [x[0] + B[i][j][0], x[1] + B[i][j][1]])));
  const U = unitary(visit.H, visit.duration);
  return { model, map: collisionMap(U, normalised(eta)) };
}

/** η/Tr η: a trace that is 1 to rounding counts as 1. */
function normalised(eta: FixedMatrix): FixedMatrix {
  const trace = eta.reduce((sum, row, i) => sum + row[i][0], 0n);
  return eta.map((row) => row.map(([a, b]): Fixed => [(a * fixed(1)) / trace, (b * fixed(1)) / trace]));
}

/** ρ ↦ Tr_E[U(ρ ⊗ η)U†] − ρ for a unit of two levels. */
function collisionMap(U: FixedMatrix, eta: FixedMatrix): (rho: FixedMatrix) => FixedMatrix {
  const Udag = adjoint(U);
  const one = fixed(1);
  return (rho) => {
    const joint = U.map((_, r) =>
      U.map((_, c): Fixed => {
        const [a, b] = rho[r >> 1][c >> 1];
        const [x, y] = eta[r & 1][c & 1];
        return [(a * x - b * y) / one, (a * y + b * x) / one];
      }),
    );
    const after = product(product(U, joint), Udag);
    return rho.map((row, i) =>
      row.map(([a, b], j): Fixed => {
        const [p, q] = [after[2 * i][2 * j], after[2 * i + 1][2 * j + 1]];
        return [p[0] + q[0] - a, p[1] + q[1] - b];
      }),
    );
  };
}

/** What is wrong with the stationary state of a case; null when nothing is. */
export function problemOf({ model, map }: Case): string | null {
  const n = model.dynamics.system.dimension;
  let found: ReturnType<typeof steady>;
  try {
    found = steady(model, { observables: ["purity"] });
  } catch (error) {
    return error instanceof RunFailure ? `refused: ${error.message}` : `threw ${String(error)}`;
  }
  const said = found.diagnostics.warnings[0]?.startsWith("Not resolved") ?? false;
  const expected = stationaryState(n, map);
  if (!expected) return said || found.dimension > 1 ? null : "unique, but the elimination has no pivot";
  if (said) return null;
  if (found.dimension !== 1) return null;
  const { data } = found.state.matrix();
  let worst = 0;
  for (let q = 0; q < n * n; q++)
    worst = Math.max(worst, Math.abs(data[2 * q] - expected[q][0]), Math.abs(data[2 * q + 1] - expected[q][1]));
  // an element against the error of the whole, which is relative to √Tr ρ² ≤ 1
  const bound = found.error;
  return worst <= bound && worst <= 1e-8
    ? null
    : `off by ${worst.toExponential(2)}, error ${found.error.toExponential(2)}, dimension ${found.dimension}`;
}

/** The case of a seed. */
export function caseOf(seed: number): Case {
  return [randomEquation, rateEquation, collisions, closeLevels, nearlyApart, weakUnits][seed % 6](1000 + 17 * seed);
}

export const stationaryStates: FuzzTarget = {
  name: "stationary",
  async run(seed, count, until = Number.POSITIVE_INFINITY) {
    const findings: { input: string; problem: string }[] = [];
    let tried = 0;
    for (; tried < count && performance.now() < until; tried++) {
      const one = caseOf(seed * 100_003 + tried);
      const problem = problemOf(one);
      if (problem) findings.push({ input: one.input, problem });
    }
    return { tried, findings };
  },
};
