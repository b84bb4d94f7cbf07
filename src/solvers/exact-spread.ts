/** Exact standard deviations over noise of observables that are linear in the state. */
import { bindSecondMoments, MOST_MOMENTS, type SecondMoments } from "../lowerings/ensembles/second-moments.ts";
import type { Model } from "../models/model.ts";
import type { Scope } from "../numerics/memory.ts";
import type { Observable } from "../observables/observable.ts";
import type { HiddenStates } from "../plan/ensemble-request.ts";
import type { Refusal } from "../plan/price.ts";
import { evaluateFunctional, sectorLayout } from "../sectors/layout.ts";
import { toCoordinates } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";

/** Steps second moments and reads standard deviations off them. */
export interface ExactSpread {
  step(k: number): void;
  /** Over realisations, of each observable; null where it is not linear. `mean` holds their exact means. */
  std(mean: ArrayLike<number>): (number | null)[];
}

/** Bind the spread of observables, or say why there is none. `bind` makes second moments from the start. */
export function exactSpread(
  bind: (initial: Float64Array) => SecondMoments | Refusal,
  model: Model,
  sector: Sector,
  observables: readonly Observable[],
): ExactSpread | Refusal {
  const vectors = observables.map((observable) => linearForm(model, sector, observable));
  const moments = bind(toCoordinates(sector, model.initial));
  if ("refused" in moments) return moments;
  return {
    step: (k) => moments.step(k),
    std: (mean) => vectors.map((o, k) => (o === null ? null : Math.sqrt(Math.max(0, moments.between(o, o) - mean[k] * mean[k])))),
  };
}

/** Bind the second moments of a chain of hidden states, or say why they are too many. */
export function secondMoments(hidden: HiddenStates, initial: Float64Array, scope: Scope): SecondMoments | Refusal {
  return tooMany(hidden.chain.states, initial.length) ?? bindSecondMoments(hidden, initial, scope);
}

/** The refusal of matrices that are too many or too large. */
export function tooMany(states: number, coordinates: number): Refusal | null {
  const numbers = states * coordinates * coordinates;
  if (numbers <= MOST_MOMENTS) return null;
  return { refused: `second moments of ${coordinates} coordinates in ${states} hidden states are ${numbers} numbers` };
}

/** The vector o with value ⟨o|ρ⟩ of an observable that is linear in the state, else null. */
function linearForm({ dynamics: { system } }: Model, sector: Sector, observable: Observable): Float64Array | null {
  if (observable.kind !== "expectation") return null;
  const layout = sectorLayout(system, sector);
  const forms = observable.operators.flatMap((A) => {
    const { re, im } = layout.expectation(A);
    return [re, im];
  });
  if (!isLinear(observable.value, forms.length)) return null;
  const unit = new Float64Array(sector.count);
  return Float64Array.from({ length: sector.count }, (_, q) => {
    unit.fill(0);
    unit[q] = 1;
    return observable.value(Float64Array.from(forms, (form) => evaluateFunctional(form, unit))) as number;
  });
}

/** Is a function of expectation values linear? Held against sums and multiples of two uneven points. */
function isLinear(value: (expectations: Float64Array) => number | null, n: number): boolean {
  const a = Float64Array.from({ length: n }, (_, k) => 0.37 + 0.11 * k);
  const b = Float64Array.from({ length: n }, (_, k) => 0.82 - 0.29 * k * k);
  const at = (x: number, y: number) => value(a.map((u, k) => x * u + y * b[k])) ?? Number.NaN;
  const [p, q] = [at(1, 0), at(0, 1)];
  const scale = 1e-12 * (Math.abs(p) + Math.abs(q));
  const held = [
    [0, 0],
    [1, 1],
    [0.5, -2],
  ].every(([x, y]) => Math.abs(at(x, y) - (x * p + y * q)) <= 4 * scale);
  return held;
}
