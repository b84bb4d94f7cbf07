/**
 * The third certificate: what the fluctuations of heat must fulfil, as residuals, each judged only where its conditions hold.
 *
 *   unitality at β        Λ_{s=β}(1) = 1                    Gibbs units at finite β > 0, unital channels on the units
 *   integral theorem      ⟨e^{−Σ}⟩ = Tr ρ_k Λ_β^k(Π) = 1    the same, and a start of full rank (Π projects on its support)
 *   transposition         Λ_{β−s} = Λ_sᵀ                     one visit of a real H, Gibbs units
 *   Gallavotti–Cohen      ln μ(s) = ln μ(β − s)             the same, and a cycle that is its own reverse
 */
import type { Model } from "../../models/model.ts";
import { denseOf, multiplySparse } from "../../numerics/envelope.ts";
import { identity, plus } from "../../operators/algebra.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { Part } from "../../sectors/sector.ts";
import { besideArrivals, type Field } from "./counts.ts";
import { drivenAt } from "./driven-flow.ts";
import { processOf, type Stretch } from "./process-of-model.ts";
import { evolved, logDominant, MOST_EIGENVALUES, matrixAt } from "./real-fields.ts";
import { spectralPieces } from "./spectral-basis.ts";
import { bathsWithTemperature, whyNotTransposed, whyNotUnital } from "./theorem-conditions.ts";
import type { TiltedProcess } from "./tilted-process.ts";

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

/** Dimension up to which identities are looked at. */
const MOST_DIMENSION = 64;

const unknown = (reason: string): Certificate => ({ residual: null, holds: null, reason });

/** Judge the identities; `at`: collisions or time for the integral theorem, with the (untilted) state there. */
export function certificates(model: Model, stretch: Stretch, at: number | null): ThirdCertificate {
  const { steps } = stretch;
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
    process = processOf(model, fields, "tpm", ends, stretch);
  } catch (error) {
    return none(whyNoHeat(error));
  }
  const cold = tooCold(process, beta);
  if (cold !== null) return none(`bath "${baths[cold].bath}" is so cold that e^(−βq) is below what numbers hold, as at T = 0`);
  const defect = unitalityDefect(process, beta, toCoordinates(process.sector, one), at ?? stretch.period ?? 0);
  const jumps = dynamics.kind === "generator" && besideArrivals(dynamics).dissipators.length > 0;
  const failed =
    whyNotUnital(model, steps) ?? (jumps && defect > 1e-9 ? "rates are not in detailed balance with the heat of each jump" : null);
  const unitality = judged(defect, 1e-12, failed);
  const driven = process.driven ? "the equation depends on time: its reverse is another one" : null;
  const transposed = failed ?? driven ?? whyNotTransposed(model, steps);
  const transposition = judged(transposed ? null : transpositionDefect(process, beta), 1e-11, transposed);
  return {
    unitality,
    integral: at === null ? null : integralTheorem(process, beta, at, failed, support.trace()[0] > dynamics.system.dimension - 0.5),
    transposition,
    gallavottiCohen: gallavottiCohen(model, process, beta, transposed),
  };
}

/** |βq| beyond which e^{±βq} is lost: populations of units fall below what numbers hold, and their inverse overflows. */
const MOST_EXPONENT = 700;

/** The coldest bath of a step whose heat at β is beyond what numbers hold, units that collide at once together; null where none is. */
function tooCold(process: TiltedProcess, beta: readonly number[]): number | null {
  for (const { values, marks } of process.steps) {
    for (const [group, value] of values.entries()) {
      const exponents = (marks[group].changing?.(0) ?? value).map((q, f) => Math.abs(q * beta[f]));
      if (exponents.reduce((sum, exponent) => sum + exponent, 0) > MOST_EXPONENT) return exponents.indexOf(Math.max(...exponents));
    }
  }
  return null;
}

function judged(residual: number | null, tolerance: number, reason: string | null): Certificate {
  return { residual, holds: reason === null && residual !== null ? residual <= tolerance : null, reason };
}

/** Why heat cannot be counted, from the sentence that refuses it. */
function whyNoHeat(error: unknown): string {
  const sentence = error instanceof Error ? error.message : String(error);
  const but = /, but (.+?)\.(?: |$)/.exec(sentence)?.[1];
  return but ? `heat cannot be counted: ${but}` : sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

/** Times at which a driven generator is looked at. */
const LOOKS = 33;

/** ‖Λ_β(1) − 1‖, or ‖L_β(1)‖ of a generator, the largest over all steps and times up to `end`. */
function unitalityDefect(process: TiltedProcess, beta: readonly number[], one: Float64Array, end: number): number {
  const looks = process.driven ? Array.from({ length: LOOKS }, (_, k) => (end * (k + 0.37)) / LOOKS) : [0];
  return looks.reduce((most, t) => Math.max(most, defectAt(process, beta, one, t)), 0);
}

function defectAt(process: TiltedProcess, beta: readonly number[], one: Float64Array, t: number): number {
  const { row, column } = process.sector;
  return process.steps.reduce((most, { duration }, k) => {
    const M = matrixAt(process, k, beta, t);
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
  if (process.driven) {
    [rho, X] = [drivenAt(process, none, rho, [0, at]), drivenAt(process, beta, X, [0, at])];
  } else if (process.continuous) {
    [rho, X] = [evolved(process, 0, none, rho, at), evolved(process, 0, beta, X, at)];
  } else {
    const maps = process.steps.map((_, k) => [matrixAt(process, k, none), matrixAt(process, k, beta)] as const);
    for (let n = 1; n <= at; n++) {
      for (const step of process.stepsOf(n)) {
        const { duration } = process.steps[step];
        const [plain, tilted] = maps[step];
        if (!plain || !tilted) return { ...unknown("a map has no entries"), value: null };
        [rho, X] =
          duration === null
            ? [multiplySparse(plain, rho), multiplySparse(tilted, X)]
            : [evolved(process, step, none, rho, duration), evolved(process, step, beta, X, duration)];
      }
    }
  }
  const { row, column } = process.sector;
  const value = rho.reduce((sum, x, q) => sum + (row[q] === column[q] ? 1 : 2) * x * X[q], 0);
  const reason = failed ?? (full ? null : "the start has no full rank: trajectories that cannot be reversed are missing");
  return { ...judged(Math.abs(value - 1), 1e-9, reason), value };
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
