/** The system's share of a count: its energy at both ends for work, its information for entropy production. */

import { hamiltonianAt } from "../../dynamics/lower.ts";
import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { log } from "../../numerics/scalar.ts";
import { commutator, plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { sectorView } from "../../sectors/sector-view.ts";
import type { Ends } from "./process-of-model.ts";
import { spectralPieces } from "./spectral-basis.ts";
import type { Scheme } from "./tilted-collision.ts";
import type { Weighted } from "./tilted-process.ts";

/** The plain start: ρ₀, and the trace at the end. */
export function plainEnds(rho: Operator, fields: number): Ends {
  return { start: [{ value: new Array(fields).fill(0), part: rho }], end: [] };
}

/** The system's Hamiltonian. Throws where it has none. */
export function systemEnergy({ dynamics }: Model): Operator {
  const H = dynamics.kind === "generator" ? (dynamics.energy ?? hamiltonianAt(dynamics)) : dynamics.HS;
  if (H) return H;
  throw wrongValue("of", "leave `W` out where the system has no energy", null, "Count heat.", "the model has no H_S");
}

/** Does ρ₀ have coherence between energies, so that a measurement of H_S at the start disturbs it? */
export function startIsCoherent(H: Operator, rho: Operator): boolean {
  const size = (A: Operator) => A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return size(commutator(H, rho)) > 1e-12 * Math.max(size(H), 1e-300) * size(rho);
}

/** ρ₀ → e^{−sH}ρ₀ in the scheme of the units, and e^{sH} at the end: W = ΔE_S − Σq in the given field. */
export function energyEnds(H: Operator, rho: Operator, fields: number, field: number, scheme: Scheme): Ends {
  const pieces = spectralPieces(H);
  const at = (value: number) => Array.from({ length: fields }, (_, f) => (f === field ? value : 0));
  const start: Weighted<Operator>[] = [];
  const add = (value: number, part: Operator) => {
    const kept = withoutZeros(part);
    if (kept.count > 0) start.push({ value: at(value), part: kept });
  };
  for (const { value, projector } of pieces) {
    const left = times(projector, rho);
    if (scheme === "kd") add(-value, left);
    else if (scheme === "mh") add(-value, scale(plus(left, times(rho, projector)), 0.5));
    else if (scheme === "tpm") add(-value, times(left, projector));
    else {
      for (const other of pieces) {
        if (other.value < value) continue;
        const part = times(left, other.projector);
        if (other.value === value) add(-value, part);
        else add(-(value + other.value) / 2, plus(part, times(other.projector, rho, projector)));
      }
    }
  }
  return { start, end: pieces.map(({ value, projector }) => ({ value: at(value), part: projector })) };
}

/** ln p₀ of the start in its own eigenbasis. */
export function informationStart(rho: Operator, fields: number, field: number): readonly Weighted<Operator>[] {
  return spectralPieces(rho).flatMap(({ value, projector }) =>
    value > 1e-14
      ? [{ value: Array.from({ length: fields }, (_, f) => (f === field ? log(value) : 0)), part: scale(projector, value) }]
      : [],
  );
}

/** −ln p_k at the end in the eigenbasis of the state there. */
export function informationEnd(model: Model, sector: Sector, state: Float64Array, fields: number, field: number): Weighted<Float64Array>[] {
  const rho = operatorOn(model, sector, state);
  return spectralPieces(rho).flatMap(({ value, projector }) => {
    if (!(value > 1e-300)) return [];
    const reading = denseFunctional(expectationFunctionals(sector, projector).re, sector.count);
    return [{ value: Array.from({ length: fields }, (_, f) => (f === field ? -log(value) : 0)), part: reading }];
  });
}

/** The operator of real coordinates. */
export function operatorOn(model: Model, sector: Sector, state: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  sectorView(model.dynamics.system, sector, state).forEach((i, j, re, im) => {
    entries.push([i, j, re, im]);
  });
  return withoutZeros(Operator.fromEntries(model.dynamics.system, entries));
}
