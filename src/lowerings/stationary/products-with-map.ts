/**
 * Fixed points of collision maps on large sectors, from products Λx alone: with A = 1 − Λᵖ of index one, the part of the
 * initial state that dies out is the solution in range(A) of  A w = A ρ₀,  and the limit is ρ∞ = ρ₀ − w.
 *
 * The power p is the preconditioner: it brings the many modes that decay within p collisions close to 1 and leaves the
 * few slow ones, so that p cheap products stand in for one long orthogonalisation. It is prime, so that Λᵖ fixes nothing
 * that Λ does not, short of oscillations with exactly that period; the result is checked against Λ itself.
 */
import type { Collisions } from "../../dynamics/collisions.ts";
import { RunFailure } from "../../errors.ts";
import { type ByProducts, type Gmres, gmresByProducts } from "../../numerics/gmres.ts";
import { type Scope, scope as withScope } from "../../numerics/memory.ts";
import { norm as length, orthonormalise, pseudoRandomSequence, without } from "../../numerics/vectors.ts";
import { once } from "../../once.ts";
import { identity } from "../../operators/algebra.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { stage } from "../../plan/plan.ts";
import type { StationaryRequest, StationarySolution } from "../../plan/stationary-request.ts";
import { sectorLayout } from "../../sectors/layout.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { operatorOf } from "../../sectors/operators-of.ts";
import { imagesOf, sideBySide, traceless } from "./map-products.ts";
import { spectrumOfMap } from "./spectrum-of-map.ts";
import { type StationaryLowering, severalStates } from "./stationary-lowering.ts";

/** Sectors with more coordinates than this are solved from products. */
const ITERATIVE_FROM = 1500;

const POWER = 61;
/** Residual ‖A w − A ρ₀‖/‖A ρ₀‖ above which the limit is not trusted. */
const TRUSTED = 1e-9;
/** Length of a projected random vector, relative to the vector, that counts as a stationary direction. */
const STATIONARY = 1e-7;
const MOST_DIRECTIONS = 16;

/** Length of the orthogonalisation. The solves for the limit and for a second stationary state go side by side. */
const KRYLOV = 80;

export const productsWithMap: StationaryLowering = {
  name: "products with powers of the map",
  fits(request) {
    if (request.kind === "generator") return { refused: "a master equation has a matrix that can be factored" };
    if (isCycle(request)) return { refused: "a cycle of collisions is multiplied out" };
    if (request.scope === "space") return { refused: "products start from one state and do not see the whole space" };
    if (!isLargeMap(request)) return { refused: `up to ${ITERATIVE_FROM} coordinates a matrix is factored` };
    const { choice, sector } = request.collisions();
    const products = KRYLOV * POWER;
    return {
      seconds: products * choice.price.seconds,
      flops: products * choice.price.flops,
      bytes: choice.price.bytes + 16 * KRYLOV * sector.count,
      about: true,
    };
  },
  sector: (request) => request.collisions().sector,
  stages: (request) => [stage("collision", request.collisions().choice)],
  bind: (request, scope) => ({ solve: () => solve(request, scope) }),
};

function isCycle({ model }: StationaryRequest): boolean {
  return (model.dynamics as Collisions).stream.kind === "cyclic";
}

/** Is this a constant stream whose sector is too large to be worth a matrix? */
export function isLargeMap(request: StationaryRequest): boolean {
  if (request.kind === "generator" || request.scope === "space" || isCycle(request)) return false;
  if (!request.model.structure && request.space.dimension > ITERATIVE_FROM / 2) return true;
  return request.collisions().sector.count > ITERATIVE_FROM;
}

/** Find the limit, the stationary space and the gap of a constant stream's map on the initial state's sector. */
function solve({ model, space, collisions }: StationaryRequest, scope: Scope): StationarySolution {
  const bind = (s: Scope): CollisionEngine => collisions().choice.bind(s);
  const engine = bind(scope);
  const start = toCoordinates(engine.sector, model.initial);
  const random = pseudoRandomSequence(start.length);
  const probe = random();
  const [{ limit, residual }, first] = sideBySide(engine, POWER, [limitOf(start), limitOf(probe)]);
  const { basis, truncated } = stationarySpace(engine, limit, { probe, limit: first.limit }, random);
  const decaying = probe.map((value, i) => value - first.limit[i]);
  requireTrace(engine, limit);
  const layout = sectorLayout(space, engine.sector);
  const unique = basis.length === 1;
  const found = {
    layout,
    sector: engine.sector,
    x: limit,
    image: null,
    dimension: basis.length,
    truncated,
    scope: "sector" as const,
    residual: checked(engine, limit, residual),
    condition: null,
    error: residual,
    comparesCuts: false,
    basis: () => basis.map((vector) => operatorOf(layout, vector)),
    conserved: () => (unique ? [identity(space)] : []),
    warnings: severalStates(basis.length, truncated),
  };
  // Many more products than the limit takes: made when somebody asks.
  const starts = unique ? [decaying, traceless(engine.sector, random(), limit)] : [decaying];
  const spectrum = once(() => withScope((s) => spectrumOfMap(bind(s), starts, unique ? limit : null)));
  return { ...found, spectrum };
}

/** A random vector and its limit. */
interface Probed {
  readonly probe: Float64Array;
  readonly limit: Float64Array;
}

/** Limits of random vectors span the stationary space of the sector; that of the first one is known. */
function stationarySpace(engine: CollisionEngine, limit: Float64Array, first: Probed, random: () => Float64Array) {
  const directions = [limit];
  let truncated = true;
  let found = first;
  while (directions.length < MOST_DIRECTIONS) {
    const before = orthonormalise(directions).length;
    const rest = without(found.limit, orthonormalise(directions));
    if (length(rest) <= STATIONARY * length(found.probe)) {
      truncated = false;
      break;
    }
    directions.push(rest);
    if (orthonormalise(directions).length === before || directions.length === MOST_DIRECTIONS) break;
    const probe = random();
    found = { probe, limit: sideBySide(engine, POWER, [limitOf(probe)])[0].limit };
  }
  return { basis: orthonormalise(directions), truncated };
}

/** The dying part has no trace: where the limit's is not 1, the solve mixed stationary directions in. */
function requireTrace({ sector }: CollisionEngine, x: Float64Array): void {
  let trace = 0;
  for (let q = 0; q < sector.count; q++) if (sector.row[q] === sector.column[q]) trace += x[q];
  if (!(Math.abs(trace - 1) < 1e-9)) throw new RunFailure(`The stationary state was not found: its trace came out as ${trace}.`);
}

/** The residual of Λ x = x itself; throws where a power stands still and a single collision does not. */
function checked(engine: CollisionEngine, x: Float64Array, solved: number): number {
  const [image] = imagesOf(engine, 1, [x]);
  const residual = length(image.map((value, i) => value - x[i])) / length(x);
  if (residual > 1e-9) throw new RunFailure(`The state oscillates with a period of ${POWER} collisions or less: there is no limit.`);
  return Math.max(residual, solved / POWER);
}

/** v − Λᵖ v. */
function* minusImage(v: Float64Array): ByProducts<Float64Array> {
  const image = yield v;
  for (let i = 0; i < v.length; i++) image[i] = v[i] - image[i];
  return image;
}

/** GMRES for A = 1 − Λᵖ by products with Λᵖ. */
function* solveMinusMap(b: Float64Array): ByProducts<Gmres> {
  const work = gmresByProducts(b, { restart: KRYLOV, tolerance: 1e-12 });
  let next = work.next();
  while (!next.done) next = work.next(yield* minusImage(next.value));
  return next.value;
}

/** The limit of a start, by products with Λᵖ. */
function* limitOf(start: Float64Array): ByProducts<{ limit: Float64Array; residual: number }> {
  const b = yield* minusImage(start);
  // What is left to die out is measured against the state, not against a difference that may be rounding.
  if (length(b) <= 1e-15 * length(start)) return { limit: start.slice(), residual: length(b) / length(start) };
  const { x: w, residual, products } = yield* solveMinusMap(b);
  const left = (residual * length(b)) / length(start);
  if (!(left < TRUSTED))
    throw new RunFailure(
      `The stationary state was not found: after ${products * POWER} collisions the solve holds only to ${left.toExponential(1)}.`,
    );
  return { limit: start.map((value, i) => value - w[i]), residual: left };
}
