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
import { gmres } from "../../numerics/gmres.ts";
import { arnoldi } from "../../numerics/krylov.ts";
import { hypot, log } from "../../numerics/scalar.ts";
import { eigenvalues } from "../../numerics/schur.ts";
import { norm as length, orthonormalise, pseudoRandomSequence, without } from "../../numerics/vectors.ts";
import { identity } from "../../operators/algebra.ts";
import type { CollisionEngine } from "../../plan/engines.ts";
import { stage } from "../../plan/plan.ts";
import type { StationaryRequest, StationarySolution } from "../../plan/stationary-request.ts";
import { sectorLayout } from "../../sectors/layout.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import { operatorOf } from "../../sectors/operators-of.ts";
import { type StationaryLowering, severalStates } from "./stationary-lowering.ts";

/** Sectors with more coordinates than this are solved from products. */
const ITERATIVE_FROM = 1500;

const POWER = 61;
/** Decay over one power of the map that sets a mode apart from 1 well enough for its Ritz value. */
const APART = 0.3;
/** Residual ‖A w − A ρ₀‖/‖A ρ₀‖ above which the limit is not trusted. */
const TRUSTED = 1e-9;
/** Length of a projected random vector, relative to the vector, that counts as a stationary direction. */
const STATIONARY = 1e-7;
const MOST_DIRECTIONS = 16;

/** Length of the orthogonalisation, and how many solves there are at least: the limit, and a search for more. */
const KRYLOV = 80;
const SOLVES = 2;

export const productsWithMap: StationaryLowering = {
  name: "products with powers of the map",
  fits(request) {
    if (request.kind === "generator") return { refused: "a master equation has a matrix that can be factored" };
    if (isCycle(request)) return { refused: "a cycle of collisions is multiplied out" };
    if (request.scope === "space") return { refused: "products start from one state and do not see the whole space" };
    if (!isLargeMap(request)) return { refused: `up to ${ITERATIVE_FROM} coordinates a matrix is factored` };
    const { choice, sector } = request.collisions();
    const products = SOLVES * KRYLOV * POWER;
    return {
      seconds: products * choice.price.seconds,
      flops: products * choice.price.flops,
      bytes: choice.price.bytes + 8 * KRYLOV * sector.count,
      about: true,
    };
  },
  sector: (request) => request.collisions().sector,
  stages: (request) => [stage("collision", request.collisions().choice)],
  bind: (request, scope) => ({ solve: () => solve(request, request.collisions().choice.bind(scope)) }),
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
function solve({ model, space }: StationaryRequest, engine: CollisionEngine): StationarySolution {
  const map = powerOf(engine, POWER);
  const start = toCoordinates(engine.sector, model.initial);
  const { limit, residual } = limitOf(map, start);
  const { basis, truncated, decaying } = stationarySpace(map, limit);
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
    residual: checked(powerOf(engine, 1), limit, residual),
    condition: null,
    error: residual,
    comparesCuts: false,
    basis: () => basis.map((vector) => operatorOf(layout, vector)),
    conserved: () => (unique ? [identity(space)] : []),
    warnings: severalStates(basis.length, truncated),
  };
  const near = spectrum(engine, decaying, unique ? limit : null);
  return { ...found, spectrum: () => near };
}

/** Limits of random vectors span the stationary space of the sector; what is left of the first one decays. */
function stationarySpace(map: Product, limit: Float64Array) {
  const directions = [limit];
  const random = pseudoRandomSequence(limit.length);
  let truncated = true;
  let decaying: Float64Array | null = null;
  while (directions.length < MOST_DIRECTIONS) {
    const probe = random();
    const { limit: found } = limitOf(map, probe);
    decaying ??= probe.map((value, i) => value - found[i]);
    const before = orthonormalise(directions).length;
    const rest = without(found, orthonormalise(directions));
    if (length(rest) <= STATIONARY * length(probe)) {
      truncated = false;
      break;
    }
    directions.push(rest);
    if (orthonormalise(directions).length === before) break;
  }
  return { basis: orthonormalise(directions), truncated, decaying };
}

/** The dying part has no trace: where the limit's is not 1, the solve mixed stationary directions in. */
function requireTrace({ sector }: CollisionEngine, x: Float64Array): void {
  let trace = 0;
  for (let q = 0; q < sector.count; q++) if (sector.row[q] === sector.column[q]) trace += x[q];
  if (!(Math.abs(trace - 1) < 1e-9)) throw new RunFailure(`The stationary state was not found: its trace came out as ${trace}.`);
}

type Product = (v: Float64Array, out: Float64Array) => void;

/** Λᵖ as a function: the vector goes into every lane and comes back from the first. */
function powerOf(engine: CollisionEngine, p: number): Product {
  const { lanes } = engine;
  const n = engine.sector.count;
  const state = new Float64Array(n * lanes);
  return (v, out) => {
    for (let q = 0; q < n; q++) state.fill(v[q], q * lanes, (q + 1) * lanes);
    engine.load(state);
    for (let step = 0; step < p; step++) engine.step(1, null);
    const after = engine.values();
    for (let q = 0; q < n; q++) out[q] = after[q * lanes];
  };
}

/** The residual of Λ x = x itself; throws where a power stands still and a single collision does not. */
function checked(map: Product, x: Float64Array, solved: number): number {
  const image = new Float64Array(x.length);
  map(x, image);
  const residual = length(image.map((value, i) => value - x[i])) / length(x);
  if (residual > 1e-9) throw new RunFailure(`The state oscillates with a period of ${POWER} collisions or less: there is no limit.`);
  return Math.max(residual, solved / POWER);
}

/** v ↦ v − Λᵖ v. */
function minusMap(map: Product): Product {
  return (v, out) => {
    map(v, out);
    for (let i = 0; i < v.length; i++) out[i] = v[i] - out[i];
  };
}

function limitOf(map: Product, start: Float64Array): { limit: Float64Array; residual: number } {
  const A = minusMap(map);
  const b = new Float64Array(start.length);
  A(start, b);
  // What is left to die out is measured against the state, not against a difference that may be rounding.
  if (length(b) <= 1e-15 * length(start)) return { limit: start.slice(), residual: length(b) / length(start) };
  const { x: w, residual, products } = gmres(A, b, { restart: KRYLOV, tolerance: 1e-12 });
  const left = (residual * length(b)) / length(start);
  if (!(left < TRUSTED))
    throw new RunFailure(
      `The stationary state was not found: after ${products * POWER} collisions the solve holds only to ${left.toExponential(1)}.`,
    );
  return { limit: start.map((value, i) => value - w[i]), residual: left };
}

interface Near {
  readonly gap: number | null;
  readonly peripheral: readonly (readonly [number, number])[];
}

/**
 * Decay of the slowest mode per collision, from Ritz values of Λᵖ on a vector without stationary part. A first estimate
 * with the solver's power sets the power of the second, in which the slowest modes stand apart. Rounding brings the
 * stationary state back; where it is the only one (`unique`) its share, the trace, is taken out after each product.
 */
function spectrum(engine: CollisionEngine, decaying: Float64Array | null, unique: Float64Array | null): Near {
  if (!decaying || length(decaying) === 0) return { gap: null, peripheral: [] };
  const first = ritz(engine, POWER, decaying, 40, unique);
  if (first.gap === null || first.peripheral.length > 0 || !unique || first.gap * POWER > APART) return first;
  const power = Math.max(1, Math.min(20_000, Math.round(1 / first.gap)));
  return ritz(engine, power, decaying, 16, unique);
}

function ritz(engine: CollisionEngine, power: number, start: Float64Array, steps: number, unique: Float64Array | null): Near {
  const map = powerOf(engine, power);
  const { row, column, count } = engine.sector;
  const traceless: Product = (v, out) => {
    map(v, out);
    if (!unique) return;
    let trace = 0;
    for (let q = 0; q < count; q++) if (row[q] === column[q]) trace += out[q];
    for (let q = 0; q < count; q++) out[q] -= trace * unique[q];
  };
  const { m, H } = arnoldi(traceless, start, steps);
  const values = eigenvalues(m, H).filter(([re, im]) => hypot(re - 1, im) > 1e-9);
  const sizes = values.map(([re, im]) => hypot(re, im));
  const slowest = sizes.filter((size) => size < 1 - 1e-9).reduce((a, b) => Math.max(a, b), 0);
  return { gap: slowest > 0 ? -log(slowest) / power : null, peripheral: values.filter((_, k) => sizes[k] >= 1 - 1e-9) };
}
