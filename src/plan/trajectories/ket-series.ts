/**
 * What the increments dY_j = √dt z_j of measured currents make of a ket while nothing else is seen,  M(z) = Σ_kl He_k(z₁) He_l(z₂) M_kl.
 *
 * With the drift B = −iH − ½ΣL†L and the fields c_j, the solution of dψ = Bψ dt + Σ c_j ψ dY_j given the increments is the series of
 * exp[B dt + Σ_j σ_j c_j √dt] in the fields σ: its terms with n = k + l fields and m drifts are √dt^n dt^m/(n + m)! times the sum of all their
 * orders. Within a bin only the mean of the signed area between increments and time is kept, whose variance is dt³/12: the mean of MρM† is right to
 * second order in dt. Fields that commute have no area between one another.
 *
 * Source: P. E. Kloeden, E. Platen, Numerical Solution of Stochastic Differential Equations, §14.2 (weak order 2.0).
 */
import { plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import { Operator } from "../../operators/operator.ts";
import { fieldSeries } from "./field-series.ts";
import { Amplitudes } from "./ket-amplitudes.ts";
import { powersOf } from "./measured-parts.ts";

/** An operator that comes with He_k(z₁) He_l(z₂). */
export interface Weighted {
  readonly operator: Operator;
  readonly k: number;
  readonly l: number;
}

/** What may be left out of the series on kets: in means it counts squared. */
const LEFT = 1e-9;

/** All of the series that matters, or up to a given order, as dense operators; null where bins are too long for it. */
export function wholeSeries(B: Operator, fields: readonly Operator[], dt: number, order: number | null): readonly Weighted[] | null {
  const d = B.dimension;
  const all = Amplitudes.reached(new Float64Array(2 * d).fill(1), []);
  const series = fieldSeries(
    all.matrix(B),
    fields.map((c) => all.matrix(withoutZeros(c))),
    dt,
    order ?? { left: LEFT },
  );
  if (!series) return null;
  const powers = powersOf(fields.length, series.order);
  return kept(series.maps.map((T, g) => ({ operator: operatorOf(B, T), k: powers[g][0], l: powers[g][1] })));
}

/** Re and Im of the first d columns of [Re A, −Im A; Im A, Re A]. */
function operatorOf({ space, dimension: d }: Operator, T: Float64Array): Operator {
  const entries: [number, number, number, number][] = [];
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) entries.push([i, j, T[i * 2 * d + j], T[(d + i) * 2 * d + j]]);
  return Operator.fromEntries(space, entries);
}

/** The terms that means need to second order in dt: one, two drifts, two fields, and one of each in both orders. */
export function secondOrderSeries(one: Operator, B: Operator, fields: readonly Operator[], dt: number): readonly Weighted[] {
  const root = Math.sqrt(dt);
  const both = (P: Operator, Q: Operator, factor: number) => scale(plus(times(P, Q), times(Q, P)), factor);
  const place = (...of: readonly number[]) => ({ k: of.filter((j) => j === 0).length, l: of.filter((j) => j === 1).length });
  return kept([
    { operator: plus(one, scale(B, dt), scale(times(B, B), (dt * dt) / 2)), ...place() },
    ...fields.map((c, j) => ({ operator: plus(scale(c, root), both(B, c, (dt * root) / 2)), ...place(j) })),
    ...fields.map((c, j) => ({ operator: scale(times(c, c), dt / 2), ...place(j, j) })),
    ...(fields.length === 1 ? [] : [{ operator: both(fields[0], fields[1], dt / 2), ...place(0, 1) }]),
  ]);
}

/** Without what is 0, as σ₋². */
function kept(list: readonly Weighted[]): readonly Weighted[] {
  return list.map((each) => ({ ...each, operator: withoutZeros(each.operator) })).filter(({ operator }) => operator.count > 0);
}
