/**
 * Diffusion by steps that stay positive, to first order in dt:
 *
 *   ρ′ ∝ MρM† + (1 − ξ)dt cρc† + Σ_other dt LρL†
 *   M = 1 − (iH + ½ΣL†L)dt + Σ_j √ξ c_j dY_j + ½ξ Σ_jk c_j c_k (dY_j dY_k − δ_jk dt)
 *
 * M is a polynomial in the increments with operators as coefficients, so that the map is a sum of fixed matrices with weights.
 * Source: P. Rouchon, J. F. Ralph, Phys. Rev. A 91, 012118 (2015).
 */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import { hamiltonianAt } from "../../dynamics/lower.ts";
import type { Term } from "../../dynamics/terms.ts";
import { RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { cos, sin } from "../../numerics/scalar.ts";
import { dag, identity, plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";
import { type Current, measuredJump } from "./current.ts";

/** Coordinates at most. */
const MOST = 200_000;

/** A measured current, ready to be stepped. */
export interface CurrentProcess {
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
  readonly start: Float64Array;
  readonly dt: number;
  /** x ↦ √ξ⟨c_j + c_j†⟩ for each quadrature. */
  readonly signals: readonly Float64Array[];
  /** One step for given increments: x ← x′ normalised. Returns its trace before: the likelihood relative to white noise. */
  step(increments: Float64Array, x: Float64Array, out: Float64Array): number;
  readonly trace: Float64Array;
  readonly plan: { toString(): string };
}

/** Build the process. Throws for equations that depend on time. */
export function currentProcess(model: Model, by: Current): CurrentProcess {
  const { dynamics } = model;
  if (dynamics.kind !== "generator")
    throw wrongValue("by", "measure units of a collision model", null, "Write measured({ observable }).", "it measures a current");
  if (
    dynamics.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)) ||
    dynamics.dissipators.some(({ rate }) => isTimeFunction(rate))
  )
    throw wrongValue("model", "not depend on time for a current to be measured", null, "", "it does");
  const { dt, efficiency: xi, quadratures, name } = by;
  const { jump, rate } = measuredJump(dynamics, by);
  const c = scale(jump.left, Math.sqrt(rate));
  const parts = quadratures.map(({ phase, share }) => scale(c, Math.sqrt(xi * share) * cos(phase), -Math.sqrt(xi * share) * sin(phase)));
  const losses = dynamics.dissipators.map(({ left, right, rate: r }) => scale(times(dag(right), left), -0.5 * (r as number)));
  const squares = parts.map((part) => scale(times(part, part), -0.5 * dt));
  const still = plus(identity(dynamics.system), scale(plus(scale(hamiltonianAt(dynamics), 0, -1), ...losses), dt), ...squares);
  const pairs = parts.flatMap((_, j) => parts.slice(j).map((__, k) => [j, j + k] as const));
  // ½ c_j c_k for both orders of a pair; the c_j commute, for they differ by phases
  const second = pairs.map(([j, k]) => scale(times(parts[j], parts[k]), j === k ? 0.5 : 1));
  const K = [still, ...parts, ...second];
  const unseen: Term[] = dynamics.dissipators.flatMap((other): Term[] => {
    const re = (other.rate as number) * dt * (other === jump ? 1 - xi : 1);
    return re === 0 ? [] : [{ left: other.left, right: other.right, re, im: 0, group: 0 }];
  });
  const { terms, groups } = squared(K);
  const all = [...unseen, ...terms];
  const sector = discoverSector(all, dynamics.system.dimension, [withoutZeros(model.initial)], { coordinates: MOST });
  if (!sector) throw new RunFailure(`Currents are followed on at most ${MOST} coordinates of the state. Use fewer levels.`);
  const labels = Array.from({ length: groups }, (_, g) => String(g));
  const matrices = lowerTerms({ terms: all, groups: labels, weights: labels.map(() => 1) }, sector);
  const reading = (A: Operator) => denseFunctional(expectationFunctionals(sector, A).re, sector.count);
  const trace = reading(identity(dynamics.system));
  const powers = new Float64Array(K.length);
  const weights = new Float64Array(groups);
  return {
    space: dynamics.system,
    sector,
    outcomes: quadratures.map((_, j) => (quadratures.length === 1 ? "Y" : `Y${j + 1}`)),
    start: toCoordinates(sector, withoutZeros(model.initial)),
    dt,
    signals: parts.map((part) => reading(plus(part, dag(part)))),
    trace,
    step(increments, x, out) {
      powers[0] = 1;
      powers.set(increments, 1);
      pairs.forEach(([j, k], p) => {
        powers[1 + parts.length + p] = increments[j] * increments[k];
      });
      let g = 1;
      weights[0] = 1;
      for (let a = 0; a < K.length; a++) for (let b = a; b < K.length; b++) weights[g++] = powers[a] * powers[b];
      return weightedStep(matrices, weights, trace, x, out);
    },
    plan: { toString: () => `${name} current on density operators of ${sector.count} coordinates, positive steps of ${dt}` },
  };
}

/** MρM† as groups (a ≤ b), from group 1 on. */
function squared(K: readonly Operator[]): { readonly terms: readonly Term[]; readonly groups: number } {
  const terms: Term[] = [];
  let group = 0;
  K.forEach((left, a) => {
    K.slice(a).forEach((right, k) => {
      group += 1;
      terms.push({ left, right, re: 1, im: 0, group });
      if (k > 0) terms.push({ left: right, right: left, re: 1, im: 0, group });
    });
  });
  return { terms, groups: group + 1 };
}

/** out ← Σ_k w_k M_k x, normalised; returns the trace before. */
function weightedStep(
  { n, groups, rowStart, columns, values }: SectorMatrices,
  w: Float64Array,
  f: Float64Array,
  x: Float64Array,
  out: Float64Array,
) {
  let trace = 0;
  for (let r = 0; r < n; r++) {
    let sum = 0;
    for (let k = 0; k < groups; k++) {
      const s = r * groups + k;
      let part = 0;
      for (let e = rowStart[s]; e < rowStart[s + 1]; e++) part += values[e] * x[columns[e]];
      sum += w[k] * part;
    }
    out[r] = sum;
    trace += f[r] * sum;
  }
  for (let r = 0; r < n; r++) out[r] /= trace;
  return trace;
}
