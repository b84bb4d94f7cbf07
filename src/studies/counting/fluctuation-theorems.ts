/**
 * The third certificate: what the fluctuations of heat must fulfil, as residuals, each judged only where its conditions hold.
 *
 *   unitality at β        Λ_{s=β}(1) = 1                    Gibbs units at finite β > 0, unital channels on the units
 *   integral theorem      ⟨e^{−Σ}⟩ = Tr ρ_k Λ_β^k(Π) = 1    the same, and a start of full rank (Π projects on its support)
 *   transposition         Λ_{β−s} = Λ_sᵀ                     one visit of a real H, Gibbs units
 *   Gallavotti–Cohen      ln μ(s) = ln μ(β − s)             the same, and a cycle that is its own reverse
 */
import type { Collision } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import type { Model } from "../../models/model.ts";
import { denseOf, multiplySparse } from "../../numerics/envelope.ts";
import { exp, log } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { dag, identity, isReal, minus, plus, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { Part } from "../../sectors/sector.ts";
import { countedCollisions, type Field, jumpGenerator } from "./counts.ts";
import { elementsOf, processOf } from "./process-of-model.ts";
import { spectralPieces } from "./spectral-basis.ts";
import { countedUnit } from "./tilted-collision.ts";
import { isUnital } from "./tilted-generator.ts";
import { type TiltedProcess, weightedSum } from "./tilted-process.ts";

/** One identity: how far it is missed, and whether it had to hold. */
export interface Certificate {
  /** Null where it cannot be evaluated. */
  readonly residual: number | null;
  /** Null where its conditions do not hold. */
  readonly holds: boolean | null;
  /** The condition that fails, where one does. */
  readonly reason: string | null;
}

/** All identities of a model's heat. */
export interface ThirdCertificate {
  /** ‖Λ_β(1) − 1‖ (Frobenius), the largest over all kinds of collision. */
  readonly unitality: Certificate;
  /** |⟨e^{−Σ}⟩ − 1|; `value` is ⟨e^{−Σ}⟩, below 1 from a start without full rank. Null without `steps` or `until`. */
  readonly integral: (Certificate & { readonly value: number | null }) | null;
  /** The largest element of Λ_{β−s} − Λ_sᵀ at a third of β. */
  readonly transposition: Certificate;
  /** |ln μ(s) − ln μ(β − s)| at fields of a third, a fifth, … of each β. */
  readonly gallavottiCohen: Certificate;
}

/** Coordinates up to which dominant eigenvalues are found. */
const MOST_EIGENVALUES = 300;
/** Dimension up to which identities are looked at. */
const MOST_DIMENSION = 64;

const unknown = (reason: string): Certificate => ({ residual: null, holds: null, reason });

/** Judge the identities; `at`: collisions or time for the integral theorem, with the (untilted) state there. */
export function certificates(model: Model, steps: number, at: number | null): ThirdCertificate {
  const { dynamics } = model;
  const none = (reason: string): ThirdCertificate => {
    const all = unknown(reason);
    return { unitality: all, integral: at === null ? null : { ...all, value: null }, transposition: all, gallavottiCohen: all };
  };
  if (dynamics.system.dimension > MOST_DIMENSION) return none(`the system has more than ${MOST_DIMENSION} levels`);
  const baths = bathsWithTemperature(model, steps);
  if (typeof baths === "string") return none(baths);
  const fields: Field[] = baths.map(({ bath }) => ({ kind: "heat", name: `Q_${bath}`, bath }));
  const beta = baths.map((bath) => bath.beta);
  const one = identity(dynamics.system);
  const support = plus(...spectralPieces(model.initial).flatMap(({ value, projector }) => (value > 1e-12 ? [projector] : [])));
  const ends = { start: [model.initial, one, support].map((part) => ({ value: beta.map(() => 0), part })), end: [], wholeStates: true };
  let process: TiltedProcess;
  try {
    process = processOf(model, fields, "tpm", ends, steps);
  } catch (error) {
    return none(error instanceof Error ? lowerFirst(error.message) : String(error));
  }
  const defect = unitalityDefect(process, beta, toCoordinates(process.sector, one));
  const jumps = dynamics.kind === "generator" && !dynamics.arrivals;
  const failed =
    whyNotUnital(model, steps) ?? (jumps && defect > 1e-9 ? "rates are not in detailed balance with the heat of each jump" : null);
  const unitality = judged(defect, 1e-12, failed);
  const transposed = failed ?? whyNotTransposed(model, steps);
  const transposition = judged(transposed ? null : transpositionDefect(process, beta), 1e-11, transposed);
  return {
    unitality,
    integral: at === null ? null : integralTheorem(process, beta, at, failed, support.trace()[0] > dynamics.system.dimension - 0.5),
    transposition,
    gallavottiCohen: gallavottiCohen(model, process, beta, transposed),
  };
}

function judged(residual: number | null, tolerance: number, reason: string | null): Certificate {
  return { residual, holds: reason === null && residual !== null ? residual <= tolerance : null, reason };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

/** Each bath with its β, or why they have none. */
export function bathsWithTemperature(model: Model, steps: number): readonly { readonly bath: string; readonly beta: number }[] | string {
  const collisions = countedCollisions(model, elementsOf(model, steps));
  const found = new Map<string, number>();
  for (const { bath, beta, HE } of collisions) {
    if (beta === null || !HE) return `units of bath "${bath}" are not thermal`;
    if (!Number.isFinite(beta)) return `units of bath "${bath}" are at T = 0`;
    if (beta <= 0) return `units of bath "${bath}" have no temperature above 0`;
    if (found.has(bath) && found.get(bath) !== beta) return `units of bath "${bath}" have several temperatures`;
    found.set(bath, beta);
  }
  const { dynamics } = model;
  if (dynamics.kind === "generator" && !dynamics.arrivals) {
    for (const [bath, { beta }] of Object.entries(dynamics.baths)) {
      if (!dynamics.dissipators.some((jump) => jump.bath === bath)) continue;
      if (beta === null || !Number.isFinite(beta) || beta <= 0) return `bath "${bath}" has no temperature above 0`;
      found.set(bath, beta);
    }
  }
  return found.size === 0 ? "nothing exchanges heat" : [...found].map(([bath, beta]) => ({ bath, beta }));
}

function whyNotUnital(model: Model, steps: number): string | null {
  const { dynamics } = model;
  if (dynamics.kind === "collisions" && dynamics.idle && !isUnital(dynamics.idle.generator)) {
    return "the evolution between collisions dissipates, and its heat is not counted";
  }
  for (const collision of countedCollisions(model, elementsOf(model, steps))) {
    if (collision.evaluation === "second") return "collisions are of second order";
    const channel = collision.visits.find((visit) => visit.kind === "channel");
    if (channel?.kind === "channel" && !unitalChannel(channel.kraus))
      return `a channel on the units of bath "${collision.bath}" is not unital`;
    if (countedUnit(null, collision, [{ kind: "heat", name: "Q", bath: null }]).coherent)
      return `units of bath "${collision.bath}" have coherence`;
  }
  return dynamics.kind === "generator" && !dynamics.arrivals && dynamics.negativeRates ? "rates may be negative" : null;
}

function unitalChannel(kraus: readonly Operator[]): boolean {
  const rest = minus(plus(...kraus.map((K) => times(K, dag(K)))), identity(kraus[0].space));
  return rest.values.every((value) => Math.abs(value) <= 1e-12);
}

function whyNotTransposed(model: Model, steps: number): string | null {
  const real = (collision: Collision) => {
    const [visit] = collision.visits;
    if (collision.visits.length !== 1 || visit.kind !== "unitary") return `units of bath "${collision.bath}" make several visits`;
    return isReal(visit.H) && (!collision.HE || isReal(collision.HE)) ? null : "a Hamiltonian is not real in this basis";
  };
  const generator = jumpGenerator(model);
  return (
    countedCollisions(model, elementsOf(model, steps))
      .map(real)
      .find((reason) => reason !== null) ?? (generator ? whyNotReal(generator) : null)
  );
}

function whyNotReal({ hamiltonian, dissipators, arrivals }: Generator): string | null {
  if (!hamiltonian.every(({ operator }) => isReal(operator))) return "a Hamiltonian is not real in this basis";
  return arrivals || dissipators.every(({ left, right }) => isReal(left) && isReal(right)) ? null : "a jump is not real in this basis";
}

/** The matrix of a step at real fields. */
function matrixAt(process: TiltedProcess, step: number, s: readonly number[]) {
  const { matrices, values } = process.steps[step];
  const weights = values.map((value) => exp(value.reduce((sum, v, f) => sum + v * s[f], 0)));
  return weightedSum(matrices, weights);
}

/** ‖Λ_β(1) − 1‖, or ‖L_β(1)‖ of a generator. */
function unitalityDefect(process: TiltedProcess, beta: readonly number[], one: Float64Array): number {
  const { row, column } = process.sector;
  return process.steps.reduce((most, { duration }, k) => {
    const M = matrixAt(process, k, beta);
    const image = M ? multiplySparse(M, one) : new Float64Array(one.length);
    let square = 0;
    image.forEach((value, q) => {
      const rest = duration === null ? value - one[q] : value;
      square += (row[q] === column[q] ? 1 : 2) * rest * rest;
    });
    return Math.max(most, Math.sqrt(square));
  }, 0);
}

/** The largest element of Λ_{β−s} − Λ_sᵀ: on Hermitian coordinates transposition is Xᵀ·Y with weights 1, 2 (Re) and −2 (Im). */
function transpositionDefect(process: TiltedProcess, beta: readonly number[]): number {
  const { row, column, part, count } = process.sector;
  const weight = Float64Array.from(row, (i, q) => (i === column[q] ? 1 : part[q] === Part.Re ? 2 : -2));
  const s = fractionsOf(beta);
  let worst = 0;
  process.steps.forEach((_, k) => {
    const [A, B] = [
      matrixAt(process, k, s),
      matrixAt(
        process,
        k,
        beta.map((b, f) => b - s[f]),
      ),
    ];
    if (!A || !B) return;
    const [left, right] = [denseOf(A), denseOf(B)];
    for (let p = 0; p < count; p++) {
      for (let q = 0; q < count; q++) worst = Math.max(worst, Math.abs(weight[q] * right[q * count + p] - weight[p] * left[p * count + q]));
    }
  });
  return worst;
}

function fractionsOf(beta: readonly number[]): number[] {
  return beta.map((b, f) => b / (3 + 2 * f));
}

function integralTheorem(process: TiltedProcess, beta: readonly number[], at: number, failed: string | null, full: boolean) {
  let [rho, X] = [process.start[0].part, process.start[2].part];
  const none = beta.map(() => 0);
  if (process.continuous) {
    [rho, X] = [evolved(process, 0, none, rho, at), evolved(process, 0, beta, X, at)];
  } else {
    for (let n = 1; n <= at; n++) {
      for (const step of process.stepsOf(n)) {
        const { duration } = process.steps[step];
        [rho, X] =
          duration === null
            ? [imageAt(process, step, none, rho), imageAt(process, step, beta, X)]
            : [evolved(process, step, none, rho, duration), evolved(process, step, beta, X, duration)];
      }
    }
  }
  const { row, column } = process.sector;
  const value = rho.reduce((sum, x, q) => sum + (row[q] === column[q] ? 1 : 2) * x * X[q], 0);
  const reason = failed ?? (full ? null : "the start has no full rank: trajectories that cannot be reversed are missing");
  return { ...judged(Math.abs(value - 1), 1e-9, reason), value };
}

function imageAt(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array): Float64Array {
  const M = matrixAt(process, step, s);
  return M ? multiplySparse(M, x) : new Float64Array(x.length);
}

/** exp(t L_s) x by Taylor steps. */
function evolved(process: TiltedProcess, step: number, s: readonly number[], x: Float64Array, time: number): Float64Array {
  const M = matrixAt(process, step, s);
  if (!M) return x;
  const size = M.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.sqrt(M.n);
  const pieces = Math.max(1, Math.ceil(time * size));
  let state = x;
  for (let piece = 0; piece < pieces; piece++) {
    const sum = state.slice();
    let term = state;
    for (let m = 1; m <= 30; m++) {
      term = multiplySparse(M, term).map((value) => (value * time) / pieces / m);
      term.forEach((value, q) => {
        sum[q] += value;
      });
    }
    state = sum;
  }
  return state;
}

function gallavottiCohen(model: Model, process: TiltedProcess, beta: readonly number[], failed: string | null): Certificate {
  if (failed) return unknown(failed);
  const { cycle } = process;
  if (cycle === null) return unknown("a schedule has no cycle");
  if (cycle > 2) return unknown("the reversed cycle of three or more collisions is another cycle");
  if (model.dynamics.kind === "collisions" && model.dynamics.idle && model.dynamics.idle.generator.dissipators.length > 0) {
    return unknown("the evolution between collisions dissipates");
  }
  const s = fractionsOf(beta);
  const [here, there] = [
    logDominant(process, s),
    logDominant(
      process,
      beta.map((b, f) => b - s[f]),
    ),
  ];
  if (here === null || there === null) return unknown(`the state has more than ${MOST_EIGENVALUES} coordinates`);
  return judged(Math.abs(here - there), 1e-10, null);
}

/** ln μ(s) per cycle (or μ(s) per unit time) at real fields: the largest real eigenvalue; null where there are too many coordinates. */
export function logDominant(process: TiltedProcess, s: readonly number[]): number | null {
  const n = process.trace.length;
  if (n > MOST_EIGENVALUES || process.cycle === null || process.complex) return null;
  const A = new Float64Array(n * n);
  for (let q = 0; q < n; q++) {
    let x = new Float64Array(n) as Float64Array;
    x[q] = 1;
    if (process.continuous) x = imageAt(process, 0, s, x);
    else {
      for (let k = 1; k <= process.cycle; k++) {
        for (const step of process.stepsOf(k)) {
          const { duration } = process.steps[step];
          x = duration === null ? imageAt(process, step, s, x) : evolved(process, step, s, x, duration);
        }
      }
    }
    for (let r = 0; r < n; r++) A[r * n + q] = x[r];
  }
  const largest = eigenvalues(n, A).reduce((most, [re]) => Math.max(most, re), Number.NEGATIVE_INFINITY);
  return process.continuous ? largest : log(largest);
}
