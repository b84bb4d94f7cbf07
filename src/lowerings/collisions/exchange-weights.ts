/** Weights and angles of an exchange cascade in linear memory, for a stretch of collisions at once. */
import { exchangeWeights } from "../../../bindings/exchange.ts";
import type { ExchangeCascade, WeightsByCosine } from "../../models/exchange-cascade.ts";
import type { ParameterValue } from "../../models/model.ts";
import { type F64Pointer, offset, type Scope } from "../../numerics/memory.ts";
import { MAX_STEPS } from "../../numerics/random.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";

/** What the collisions of a stretch are made of. */
export interface StretchCoefficients {
  /** Fill those of `count` collisions from draws, [collision][parameter][lane]. */
  fill(draws: Float64Array, count: number): void;
  /** p_e, p_B, p_D of the collision at a place of the stretch, [3][lane]. */
  weights(place: number): F64Pointer;
  /** Angles of the collision at a place of the stretch, [lane]; kept where the noise moves none. */
  angles(place: number): F64Pointer;
  detunings(place: number): F64Pointer;
}

/** Bind the coefficients of a cascade; until the first draws those of the model stand at place 0. */
export function bindCoefficients(structure: ExchangeCascade, { model, noisy, lanes }: CollisionRequest, scope: Scope): StretchCoefficients {
  const weights = scope.f64(3 * lanes * MAX_STEPS);
  const angles = scope.f64(lanes * MAX_STEPS);
  const detunings = scope.f64(lanes * MAX_STEPS);
  const parameters: Record<string, ParameterValue> = { ...model.parameters };
  const one = { upper: 0, lower: 0, spectator: 0, angle: 0, detuning: 0 };

  function fill(draws: Float64Array | null, count: number): void {
    const [w, a, d] = [weights.view(), angles.view(), detunings.view()];
    for (let s = 0; s < count; s++) {
      for (let lane = 0; lane < lanes; lane++) {
        if (draws) for (let p = 0; p < noisy.length; p++) parameters[noisy[p]] = draws[(s * noisy.length + p) * lanes + lane];
        structure.coefficients(parameters, one);
        w[3 * s * lanes + lane] = one.upper;
        w[(3 * s + 1) * lanes + lane] = one.lower;
        w[(3 * s + 2) * lanes + lane] = one.spectator;
        a[s * lanes + lane] = one.angle;
        d[s * lanes + lane] = one.detuning;
      }
    }
  }

  fill(null, 1);
  const form = structure.byCosine?.(model.parameters);
  return {
    fill: form && noisy.length === 1 && noisy[0] === form.parameter ? bindForm(form, weights.pointer, lanes, scope) : fill,
    weights: (place) => offset(weights.pointer, 3 * place * lanes),
    angles: (place) => offset(angles.pointer, place * lanes),
    detunings: (place) => offset(detunings.pointer, place * lanes),
  };
}

/** Weights of a stretch by one call, from the cosine of the only noisy parameter. */
function bindForm({ upper, lower }: WeightsByCosine, weights: F64Pointer, lanes: number, scope: Scope) {
  const form = scope.f64(6);
  form.view().set([upper.constant, upper.factor, upper.offset, lower.constant, lower.factor, lower.offset]);
  const values = scope.f64(lanes * MAX_STEPS);
  return (draws: Float64Array, count: number): void => {
    const view = values.view();
    for (let e = 0; e < count * lanes; e++) view[e] = draws[e];
    exchangeWeights(lanes, count, form.pointer, values.pointer, weights);
  };
}
