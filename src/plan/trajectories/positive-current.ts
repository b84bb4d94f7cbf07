/**
 * Diffusion by steps that stay positive, to second order in dt:
 *
 *   ρ′ ∝ M(z)ρM(z)† + Σ_u K_u(z)ρK_u(z)† + Σ_uj A_uj ρA_uj† + Σ_uv P_uv ρP_uv†
 *
 * M is that of `ket-series.ts`. The jumps L_u that nobody reads, the unseen part √(1 − ξ) c of the measured one among them, come in
 *
 *   K_u = √dt [L_u + ½dt(BL_u + L_uB) + ½√dt Σ_j z_j(c_jL_u + L_uc_j)],   A_uj = ½dt [c_j, L_u],   P_uv = dt L_vL_u/√2
 *
 * with A for the area between an increment and the unseen noise, of variance dt²/4. Numbers z are drawn from φ(z) times the trace of this,
 * divided by its integral: every step's chances sum to one.
 */
import { hamiltonianAt } from "../../dynamics/lower.ts";
import type { Current } from "../../dynamics/measurements.ts";
import type { Term } from "../../dynamics/terms.ts";
import { RunFailure } from "../../errors.ts";
import { dag, identity, minus, plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { functionalOf, matrixGroup } from "../../sectors/matrix-group.ts";
import { discoverSector } from "../../sectors/sector.ts";
import { tooLong } from "./binned-current.ts";
import { secondOrderSeries, type Weighted, wholeSeries } from "./ket-series.ts";
import { type CurrentFrame, type CurrentProcess, currentNames, type MeasuredParts, powersOf } from "./measured-parts.ts";

/** Coordinates at most. */
const MOST = 200_000;

/** Levels and entries of all maps up to which M has the whole series. */
const FEW = { levels: 8, entries: 50_000 };

/** factor · Σ_ab He_a He_b left_a ρ right_b†. */
interface Part {
  readonly factor: number;
  readonly left: readonly Weighted[];
  readonly right: readonly Weighted[];
}

/** Whether nothing is lost: one jump, all of it seen, and a start |ψ⟩⟨ψ|. */
export function staysPure({ generator, jump }: MeasuredParts, initial: Operator, by: Current): boolean {
  const others = generator.dissipators.some((other) => other !== jump && other.rate !== 0);
  // Tr ρ² of a state that has come a long way by pure steps is 1 to rounding
  return by.efficiency === 1 && !others && Math.abs(initial.values.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-9;
}

/** Build the process, on the sector of another one and to its order where that is given. Throws for steps that are too long. */
export function positiveCurrent(measured: MeasuredParts, initial: Operator, by: Current, known: CurrentFrame | null): CurrentProcess {
  const { generator, parts } = measured;
  const { dt, name } = by;
  const one = identity(generator.system);
  const losses = generator.dissipators.map(({ left, right, rate: r }) => scale(times(dag(right), left), -0.5 * (r as number)));
  const B = plus(scale(hamiltonianAt(generator), 0, -1), ...losses);
  const unread = unreadParts(measured, B, by);
  const start = withoutZeros(initial);
  const lowered = (M: readonly Weighted[]) => {
    const all: readonly Part[] = [{ factor: 1, left: M, right: M }, ...unread];
    const order = 2 * all.reduce((most, { left }) => left.reduce((own, { k, l }) => Math.max(own, k + l), most), 1);
    const powers = powersOf(parts.length, order);
    const terms = all.flatMap((part) => termsOf(part, powers));
    const sector = known?.sector ?? discoverSector(terms, generator.system.dimension, [start], { coordinates: MOST });
    if (!sector) throw new RunFailure(`Currents are followed on at most ${MOST} coordinates of the state. Use fewer levels.`);
    const groups = powers.map(String);
    return { order, sector, matrices: lowerTerms({ terms, groups, weights: groups.map(() => 1) }, sector) };
  };
  const few = generator.system.dimension <= FEW.levels;
  const series = few ? wholeSeries(B, parts, dt, known && known.order / 2) : null;
  if (!series && few && by.exact === null) throw tooLong(dt);
  const whole = series && lowered(series);
  const made = whole && whole.matrices.values.length <= FEW.entries ? whole : lowered(secondOrderSeries(one, B, parts, dt));
  const { order, sector, matrices } = made;
  const trace = denseFunctional(expectationFunctionals(sector, one).re, sector.count);
  const kind = staysPure(measured, initial, by) ? "pure" : "positive";
  return {
    kind: "currents",
    step: "positive",
    space: generator.system,
    sector,
    outcomes: currentNames(by),
    start: toCoordinates(sector, start),
    dt,
    trace,
    order,
    matrices,
    readings: Array.from({ length: matrices.groups }, (_, g) => functionalOf(matrixGroup(matrices, g), trace)),
    about: `${name} current on density operators of ${sector.count} coordinates, ${kind} steps of ${dt}, of second order`,
  };
}

/** K, A and P of the jumps that are not read. */
function unreadParts({ generator, jump, parts }: MeasuredParts, B: Operator, { dt, efficiency }: Current): readonly Part[] {
  const root = Math.sqrt(dt);
  const jumps = generator.dissipators
    .map((other) => ({ ...other, own: other === jump, rate: (other.rate as number) * (other === jump ? 1 - efficiency : 1) }))
    .filter(({ rate }) => rate !== 0);
  const plain = (operator: Operator): readonly Weighted[] => [{ operator, k: 0, l: 0 }].filter(({ operator: { count } }) => count > 0);
  const both = (P: Operator, Q: Operator, factor: number) => scale(plus(times(P, Q), times(Q, P)), factor);
  const K = (L: Operator): readonly Weighted[] => [
    ...plain(withoutZeros(plus(L, both(B, L, dt / 2)))),
    ...parts
      .map((c, j) => ({ operator: withoutZeros(both(c, L, root / 2)), k: j === 0 ? 1 : 0, l: j }))
      .filter(({ operator }) => operator.count > 0),
  ];
  const A = (c: Operator, L: Operator) => plain(withoutZeros(minus(times(c, L), times(L, c))));
  const P = (L: Operator, next: Operator) => plain(withoutZeros(times(next, L)));
  const all = (of: (side: "left" | "right") => readonly Weighted[], factor: number): Part => ({
    factor,
    left: of("left"),
    right: of("right"),
  });
  return jumps.flatMap((u) => [
    all((side) => K(u[side]), u.rate * dt),
    ...(u.own ? [] : parts.map((c) => all((side) => A(c, u[side]), (u.rate * dt * dt) / 4))),
    ...jumps.map((v) => all((side) => P(u[side], v[side]), (u.rate * v.rate * dt * dt) / 2)),
  ]);
}

/** A part as terms with products of Hermite polynomials written out, in the groups of the powers. */
function termsOf({ factor, left, right }: Part, powers: readonly (readonly [number, number])[]): readonly Term[] {
  const place = new Map(powers.map(([k, l], g) => [`${k},${l}`, g]));
  return left.flatMap((a) =>
    right.flatMap((b) =>
      hermiteProduct(a.k, b.k).flatMap(([k, first]) =>
        hermiteProduct(a.l, b.l).map(([l, second]): Term => {
          const group = place.get(`${k},${l}`) as number;
          return { left: a.operator, right: b.operator, re: factor * first * second, im: 0, group };
        }),
      ),
    ),
  );
}

/** He_a He_b = Σ_j j! C(a, j) C(b, j) He_{a+b−2j}, as pairs of degree and coefficient. */
function hermiteProduct(a: number, b: number): readonly (readonly [degree: number, coefficient: number])[] {
  let coefficient = 1;
  return Array.from({ length: Math.min(a, b) + 1 }, (_, j) => {
    if (j > 0) coefficient *= ((a - j + 1) * (b - j + 1)) / j;
    return [a + b - 2 * j, coefficient] as const;
  });
}
