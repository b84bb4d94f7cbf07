/**
 * Thermodynamics of master equations: who exchanges what with whom, per unit time. Energy into the system is positive.
 *
 *   Q_b = Tr[H D_b(ρ)],   W = Tr[(dH/dt) ρ],   dU/dt = Σ_b Q_b + W,   Σ = dS/dt − Σ_b β_b Q_b
 *
 * Source: R. Alicki, J. Phys. A 12, L103 (1979); H. Spohn, J. Math. Phys. 19, 1227 (1978).
 */

import { coefficientAt, isTimeFunction } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { adjointDissipator, hamiltonianAt } from "../dynamics/lower.ts";
import { requireGenerator } from "../dynamics/require-dynamics.ts";
import { allFinite, finite, finiteList, wrongValue } from "../errors.ts";
import { minus, plus, scale, zero } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { anObject } from "../options.ts";

/**
 * The heat-flow operator of a bath, D_b†(H): its expectation value is Q_b = Tr[H D_b(ρ)], the energy per unit time that
 * the bath gives to the system.
 *
 * `bath` names it, null means all. `H` is the Hamiltonian that counts as energy (the generator's at time `t` by default:
 * give the bare one for a local master equation). Throws when the generator has no such bath.
 *
 * @example
 * const light = { operator: sigmaMinus(qubit()), rate: 0.5, bath: "light" };
 * const decay = generator({ system: qubit(), H: qubitHamiltonian(qubit(), 2), jumps: [light] });
 * meanValue(basisState(qubit(), "e"), heatFlow(decay, "light")); // [-1, 0]
 */
export function heatFlow(generator: Generator, bath: string | null, H?: Operator, t = 0): Operator {
  return adjointDissipator(generator, bath, H ?? hamiltonianAt(generator, t), t);
}

/**
 * The power operator dH/dt at time t, whose expectation value is the power W of the drives.
 *
 * Derivatives of the coefficients are central differences of the given `step` (time), one-sided next to a breakpoint.
 *
 * @example
 * const driven = generator({ system: qubit(), H: [{ operator: sigmaX(qubit()), coefficient: timeFunction((t) => 2 * t) }] });
 * powerOperator(driven, 1.5).at(0, 1); // [2, 0]
 */
export function powerOperator(generator: Generator, t: number, step = 1e-6): Operator {
  finite("t", t);
  requireGenerator(generator);
  finite("step", step, { above: 0 });
  const parts = generator.hamiltonian.flatMap(({ operator, coefficient }) => {
    if (!isTimeFunction(coefficient)) return [];
    const near = (from: number, to: number) => coefficient.breakpoints.some((b) => b > from && b <= to);
    const a = near(t - step, t) ? t : t - step;
    const b = near(t, t + step) ? t : t + step;
    return a === b ? [] : [scale(operator, (coefficientAt(coefficient, b) - coefficientAt(coefficient, a)) / (b - a))];
  });
  return parts.length === 0 ? zero(generator.system) : plus(...parts);
}

/**
 * The work per unit time that a local master equation does on the system because its baths do not know the interaction:
 * Tr[H_I D_b(ρ)] with H_I = H − H₀ and `H0` the bare Hamiltonian that heat is counted with.
 *
 * Source: H. Leitch et al., Thermodynamics of hybrid quantum rotor devices (2024), Eqs. (24), (25).
 */
export function localPower(generator: Generator, bath: string | null, H0: Operator, t = 0): Operator {
  return adjointDissipator(generator, bath, minus(hamiltonianAt(generator, t), H0), t);
}

/**
 * Entropy production per unit time  Σ = dS/dt − Σ_b β_b Q_b;  in a stationary state dS/dt = 0. Null when a bath has no β.
 *
 * @example
 * entropyProduction({ hot: 1, cold: -1 }, { hot: { beta: 0.5 }, cold: { beta: 2 } }); // 1.5
 */
export function entropyProduction(heat: Readonly<Record<string, number>>, baths: Generator["baths"], entropyRate = 0): number | null {
  for (const [name, value] of [
    ["heat", heat],
    ["baths", baths],
  ] as const)
    anObject(name, value);
  finite("entropyRate", entropyRate);
  let sigma = entropyRate;
  for (const [bath, Q] of Object.entries(heat)) {
    finite(`heat.${bath}`, Q);
    const known = Object.hasOwn(baths, bath) && baths[bath];
    if (!known) throw wrongValue("heat", `name baths of the generator (${Object.keys(baths).join(", ")})`, bath);
    if (known.beta === null) return null;
    finite(`baths.${bath}.beta`, known.beta);
    sigma -= known.beta * Q;
  }
  return sigma;
}

/**
 * How far the first law is off: |dU/dt − Σ Q − W|.
 *
 * @example
 * firstLawResidual(0.5, [1, -0.25], -0.25); // 0
 */
export function firstLawResidual(dU: number, heats: readonly number[], work: number): number {
  finiteList("heats", heats);
  allFinite({ dU, work });
  return Math.abs(heats.reduce((rest, Q) => rest - Q, dU) - work);
}

/** What a machine between a cold and a hot bath does. */
export const MODES = ["engine", "refrigerator", "accelerator", "heater", "none"] as const;
/** What a machine between two baths does. */
export type Mode = (typeof MODES)[number];

/**
 * Name the mode of operation of a machine between a cold and a hot bath:
 *
 *   engine        Q_cold < 0, Q_hot > 0, W < 0       refrigerator  Q_cold > 0, Q_hot < 0, W > 0
 *   accelerator   Q_cold < 0, Q_hot > 0, W > 0       heater        Q_cold < 0, Q_hot < 0, W > 0
 *
 * Flows within `tolerance` of 0 count as 0, and then there is no mode.
 * Source: H. Leitch et al., Thermodynamics of hybrid quantum rotor devices (2024), Table I; the heater is the fourth case that both laws allow.
 *
 * @example
 * modeOf(-0.5, 1, -0.5); // "engine"
 */
export function modeOf(Qcold: number, Qhot: number, W: number, tolerance = 0): Mode {
  allFinite({ Qcold, Qhot, W, tolerance });
  const sign = (x: number) => (Math.abs(x) <= tolerance ? 0 : Math.sign(x));
  const signs = `${sign(Qcold)},${sign(Qhot)},${sign(W)}`;
  const names: Readonly<Record<string, Mode>> = {
    "-1,1,-1": "engine",
    "1,-1,1": "refrigerator",
    "-1,1,1": "accelerator",
    "-1,-1,1": "heater",
  };
  return names[signs] ?? "none";
}

/**
 * Efficiency of an engine, η = −W/Q_hot. Null unless it is an engine.
 *
 * @example
 * efficiency(-0.5, 1, -0.5); // 0.5
 */
export function efficiency(Qcold: number, Qhot: number, W: number): number | null {
  allFinite({ Qcold, Qhot, W });
  return modeOf(Qcold, Qhot, W) === "engine" ? -W / Qhot : null;
}

/**
 * Coefficient of performance of a refrigerator, Q_cold/W, from energies into the system. Null unless it is a refrigerator.
 *
 * @example
 * coefficientOfPerformance(1, -1.5, 0.5); // 2
 */
export function coefficientOfPerformance(Qcold: number, Qhot: number, W: number): number | null {
  return modeOf(Qcold, Qhot, W) === "refrigerator" ? Qcold / W : null;
}

/**
 * Carnot's bound on the efficiency, 1 − β_hot/β_cold.
 * @example
 * carnotEfficiency(1, 0.25); // 0.75
 */
export function carnotEfficiency(betaCold: number, betaHot: number): number {
  checkBetas(betaCold, betaHot);
  return 1 - betaHot / betaCold;
}

/**
 * Carnot's bound on a refrigerator's coefficient of performance, β_hot/(β_cold − β_hot). Infinite for equal temperatures.
 *
 * @example
 * carnotPerformance(1, 0.25); // 0.333333
 */
export function carnotPerformance(betaCold: number, betaHot: number): number {
  checkBetas(betaCold, betaHot);
  return betaHot / (betaCold - betaHot);
}

function checkBetas(betaCold: number, betaHot: number): void {
  finite("betaHot", betaHot, { above: 0 });
  finite("betaCold", betaCold, { atLeast: betaHot }, "The cold bath has the larger inverse temperature.");
}
