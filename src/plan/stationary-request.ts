/** What is asked for stationary states, with the work that several lowerings share: made when first asked for, once. */
import type { Collisions } from "../dynamics/collisions.ts";
import type { Generator } from "../dynamics/generator.ts";
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { DoubledSparse } from "../numerics/doubled-sparse.ts";
import { envelopeOrder, type SparseReal } from "../numerics/envelope.ts";
import { onKnownPattern } from "../numerics/known-patterns.ts";
import { once } from "../once.ts";
import { identity } from "../operators/algebra.ts";
import type { Operator } from "../operators/operator.ts";
import { doubledGenerator } from "../sectors/doubled-generator.ts";
import { denseFunctional, type Layout, sectorLayout } from "../sectors/layout.ts";
import { combine } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Space } from "../spaces/space.ts";
import type { Choice } from "./choose.ts";
import { cycleMap } from "./cycle-map.ts";
import { type DerivativeRequest, derivativeRequest } from "./derivative-request.ts";
import type { CollisionEngine } from "./engines.ts";

/** Which states are looked at: all of the space, or those of the sector that the initial state lives in. */
export type StationaryScope = "space" | "sector";

/** Find the stationary structure of a model and the limit of its initial state. */
export interface StationaryRequest {
  readonly model: Model;
  readonly space: Space;
  /** What is to vanish on a stationary state: a generator, or the map of one cycle of collisions minus the identity. */
  readonly kind: "generator" | "map";
  /** Where the user wants to look; null leaves it to the plan. */
  readonly asked: StationaryScope | null;
  /** Where the plan looks. */
  readonly scope: StationaryScope;
  /** The equation within a scope. */
  within(scope: StationaryScope): StationaryEquation;
  /** How single collisions would be carried out, for those who need products with the map alone. */
  collisions(): ChosenCollisions;
}

/** M x = 0 on the live coordinates of a scope: M is the generator, or the map of one cycle minus the identity. */
export interface StationaryEquation {
  /** The right-hand side of a master equation; null for a map. */
  readonly derivative: DerivativeRequest | null;
  /** The live coordinates; null when there are too many for index lists. */
  sector(): Sector | null;
  layout(): Layout;
  /** Entries of M at most. */
  entries(): number;
  /** Whether M is priced as full from sizes alone. */
  filled(): boolean;
  matrix(): SparseReal;
  /** An order of elimination. */
  order(): Int32Array;
  /** The initial state. */
  start(): Float64Array;
  /** 1 for each coordinate that is a population. */
  populations(): Uint8Array;
  /** The size of the numbers whose difference the entries of M are: 1 for a map minus the identity, 0 for a generator. */
  readonly unit: number;
  /** M with entries in doubled precision, made from the operators; null where it cannot be. */
  doubled(): DoubledSparse | null;
  /** x ↦ Tr ρ as a dense vector: it annihilates M from the left. */
  trace(): Float64Array;
}

/** A way to carry out collisions, and the coordinates that it steps. */
export interface ChosenCollisions {
  readonly choice: Choice<CollisionEngine>;
  readonly sector: Sector;
}

/** What a lowering of stationary states binds. */
export interface StationarySolver {
  solve(): StationarySolution;
}

/** The limit of the initial state, and what was found around it. */
export interface StationarySolution {
  readonly layout: Layout;
  readonly sector: Sector;
  /** The limit. */
  readonly x: Float64Array;
  /** M x, where the matrix M is known. */
  readonly image: (() => Float64Array) | null;
  /** Dimension of the stationary space over `scope`; `truncated` when the search for more ended at its limit. */
  readonly dimension: number;
  readonly truncated: boolean;
  readonly scope: StationaryScope;
  /** ‖M x‖/(‖M‖ ‖x‖). */
  readonly residual: number;
  /** ‖M‖ over the smallest nonzero singular value that was met. */
  readonly condition: number | null;
  /** Estimate of the relative error of the limit: residual × condition, with the rounding of M itself. */
  readonly error: number;
  /** Whether a larger cut may tell more: not where a closed form knows no cut, or the model chose the truncation for the map. */
  readonly comparesCuts: boolean;
  /** A basis of the stationary space, and the conserved quantities dual to it; these and `spectrum` throw a RunFailure where they cannot be had. */
  basis(): readonly Operator[];
  conserved(): readonly Operator[];
  /** Slowest relaxation rate, and the eigenvalues that neither decay nor stand still. */
  spectrum(): {
    readonly gap: number | null;
    readonly peripheral: readonly (readonly [number, number])[];
    /** Why `gap` is null, where that is known. */
    readonly reason?: string;
  };
  /** What the user must know about how it was found. */
  readonly warnings: readonly string[];
}

/** Options of `stationaryRequest`. */
export interface StationaryRequestOptions {
  readonly asked: StationaryScope | null;
  readonly scope: StationaryScope;
  /** The choice of how to carry out collisions; given by the solver, because the plan knows no lowering. */
  readonly collisions: (model: Model) => ChosenCollisions;
}

/**
 * Make a request. Nothing is computed before a lowering asks.
 *
 * Throws a RunFailure for a schedule of collisions, which has no cycle that could repeat.
 */
export function stationaryRequest(model: Model, { asked, scope, collisions }: StationaryRequestOptions): StationaryRequest {
  const { dynamics } = model;
  if (dynamics.kind === "collisions" && dynamics.stream.kind === "schedule") {
    throw new RunFailure("A schedule of collisions has no stationary state. Use a constant or cyclic stream.");
  }
  const equation = dynamics.kind === "generator" ? generatorEquation : cycleEquation;
  const equations = { space: once(() => equation(model, "space")), sector: once(() => equation(model, "sector")) };
  return {
    model,
    space: dynamics.system,
    kind: dynamics.kind === "generator" ? "generator" : "map",
    asked,
    scope,
    within: (wanted) => equations[wanted](),
    collisions: once(() => collisions(model)),
  };
}

const orders = new WeakMap<Int32Array, Int32Array>();

/** An order of elimination for a pattern with its stored zeros, which no value decides; kept with its list of columns. */
function orderOf(pattern: SparseReal): Int32Array {
  let order = orders.get(pattern.columns);
  if (!order) orders.set(pattern.columns, (order = envelopeOrder(pattern)));
  return order;
}

/** The matrix on its known pattern, and its order of elimination. */
function ordered(make: () => SparseReal): Pick<StationaryEquation, "matrix" | "order"> {
  const stored = once(make);
  const matrix = once(() => onKnownPattern(stored()));
  const order = once(() => orderOf(stored().columns.length === matrix().columns.length ? matrix() : stored()));
  return { matrix, order };
}

function generatorEquation(model: Model, scope: StationaryScope): StationaryEquation {
  const request = derivativeRequest(model, { needsMatrix: true, ...(scope === "space" ? { support: "full" as const } : {}) });
  const { system } = model.dynamics as Generator;
  const { matrix, order } = ordered(() => {
    if (request.terms().coefficients.length > 1) {
      throw new RunFailure(
        "A generator that depends on time has no stationary state. `periodicSteady` finds the state of a periodic drive that repeats; else fix the coefficients, or run it until it settles.",
      );
    }
    const matrices = request.matrices();
    return matrices.groups === 1 ? matrices : combine(matrices, request.terms().weights);
  });
  const entries = () => {
    const N = system.dimension;
    const products = request.terms().terms.reduce((sum, { left, right }) => sum + (left.count / N) * (right.count / N), 0);
    const { count } = request.sector() as Sector;
    return Math.min(count * count, 2 * count * products);
  };
  const shared = onSector(model, system, request.sector);
  const doubled = once(() => onKnownPattern(doubledGenerator(model.dynamics as Generator, request.sector() as Sector)));
  return { ...shared, derivative: request, entries, filled: () => false, matrix, order, unit: 0, doubled };
}

function cycleEquation(model: Model, scope: StationaryScope): StationaryEquation {
  const { sector, entries, filled, doubled, ...map } = cycleMap(model, scope === "space" ? "full" : [model.initial]);
  const { matrix, order } = ordered(map.matrix);
  const { system } = model.dynamics as Collisions;
  return { ...onSector(model, system, sector), derivative: null, entries, filled, matrix, order, unit: 1, doubled };
}

/** What needs the coordinates alone. */
function onSector(model: Model, space: Space, sector: () => Sector | null) {
  const layout = once(() => sectorLayout(space, sector() as Sector));
  return {
    sector,
    layout,
    start: once(() => layout().coordinates(model.initial)),
    populations: once(() => {
      const { count, row, column } = sector() as Sector;
      const is = new Uint8Array(count);
      for (let q = 0; q < count; q++) if (row[q] === column[q]) is[q] = 1;
      return is;
    }),
    trace: once(() => denseFunctional(layout().expectation(identity(space)).re, layout().n)),
  };
}
