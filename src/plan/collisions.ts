/** The plan of a collision model: its sector, and how each collision will be carried out. */
import { elementTerms, type StreamElement, streamElements } from "../dynamics/channel.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import type { TermMap } from "../dynamics/terms.ts";
import { wrongValue } from "../errors.ts";
import type { Model, ParameterValue } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";
import { denseLowering } from "./dense.ts";
import { type ExchangeShape, exchangeBytes, exchangeFlops, exchangeSector, largestOrder } from "./exchange.ts";
import { lowerTerms, type SectorMatrices } from "../sectors/matrices.ts";
import { type Lowering, type Plan, printable } from "./plan.ts";
import { discoverSector, type Sector } from "../sectors/sector.ts";

/** How the collisions of a plan are carried out. */
export type CollisionLowering =
  /** The fused kernel of assembly/exchange.ts: O(d) tables, strides instead of index lists. */
  | { readonly kind: "exchange"; readonly shape: ExchangeShape; readonly noisyTheta: boolean }
  /** y = Σ_k w_k M_k x with fixed M_k, one set per element of the stream. */
  | { readonly kind: "weighted"; readonly maps: readonly TermMap[]; readonly matrices: readonly SectorMatrices[] }
  /** Coefficients are made anew for each collision of each realisation, in the same pattern. */
  | { readonly kind: "rebuilt"; readonly maps: readonly TermMap[] }
  /** Dense products on the whole matrix, for systems without structure. */
  | { readonly kind: "dense"; readonly maps: readonly TermMap[] };

/** A plan together with what a solver binds. */
export interface CollisionPlan {
  readonly plan: Plan;
  readonly sector: Sector;
  readonly lowering: CollisionLowering;
  readonly elements: readonly StreamElement[];
  indexAt(n: number): number;
}

export interface CollisionPlanOptions {
  /** Collisions that will be run; a schedule is read up to here. */
  readonly steps: number;
  /** Parameters that change from collision to collision or between realisations. */
  readonly noisy?: readonly string[];
  readonly lanes?: number;
  /** Start from more than the model's initial state: its support, or every state. */
  readonly support?: readonly Operator[] | "full";
}

/** Largest sector, in real coordinates, that is worth index lists. */
const LARGEST_SECTOR = 3_000_000;

/** Choose a lowering for a collision model. Throws RangeError when no lowering fits in memory. */
export function planCollisions(model: Model, options: CollisionPlanOptions): CollisionPlan {
  const dynamics = model.dynamics as Collisions;
  const noisy = options.noisy ?? [];
  if (options.support === undefined) {
    const structured = planExchange(model, noisy, options);
    if (structured) return structured;
  }
  const { elements, indexAt } = streamElements(dynamics, options.steps);
  const maps = elements.map((element) => elementTerms(dynamics.system, element));
  const dense =
    options.support === undefined && noisy.length === 0 && !dynamics.idle ? denseLowering(maps, dynamics.system.dimension) : null;
  if (dense) return planDense(model, dense, maps, elements, indexAt);
  const idle = dynamics.idle ? generatorTerms(dynamics.idle.generator).terms : [];
  const sector = discoverSector(
    [...maps.flatMap((map) => map.terms), ...idle],
    dynamics.system.dimension,
    options.support ?? [model.initial],
    { coordinates: LARGEST_SECTOR },
  );
  if (!sector) {
    throw wrongValue(
      "model",
      "fit into memory",
      model.name,
      "Use fewer levels or a start with less coherence.",
      `its sector has more than ${LARGEST_SECTOR} of ${dynamics.system.dimension}² real coordinates, which needs more than ${LARGEST_SECTOR * 200} bytes`,
    );
  }
  const rebuilt = noisy.some((name) => !changesOnlyWeights(model, name));
  const matrices = maps.map((map) => lowerTerms(map, sector));
  const nonzeros = matrices.reduce((sum, matrix) => sum + matrix.values.length, 0);
  const lanes = rebuilt ? 2 : (options.lanes ?? 2);
  const weighted = {
    name: noisy.length > 0 ? "fixed matrices with weights" : "fixed matrix",
    flops: 2 * nonzeros,
    bytes: 12 * nonzeros + 16 * sector.count,
  };
  const rebuild = { name: "coefficients rebuilt for each collision", flops: 2 * nonzeros * 20, bytes: weighted.bytes };
  const chosen = rebuilt ? rebuild : weighted;
  const lowering: CollisionLowering = rebuilt ? { kind: "rebuilt", maps } : { kind: "weighted", maps, matrices };
  return {
    plan: describe(model, sector, chosen, denseAlternatives(dynamics, elements), lanes, nonzeros),
    sector,
    lowering,
    elements,
    indexAt,
  };
}

function planDense(
  model: Model,
  lowering: Lowering,
  maps: readonly TermMap[],
  elements: readonly StreamElement[],
  indexAt: (n: number) => number,
): CollisionPlan {
  const sector = discoverSector([], model.dynamics.system.dimension, "full") as Sector;
  const lists: Lowering = { name: "fixed matrix (about)", flops: 2 * sector.count * sector.count, bytes: 12 * sector.count * sector.count };
  return { plan: describe(model, sector, lowering, [lists], 1, 0), sector, lowering: { kind: "dense", maps }, elements, indexAt };
}

function planExchange(model: Model, noisy: readonly string[], options: CollisionPlanOptions): CollisionPlan | null {
  const structure = model.structure;
  if (structure?.kind !== "exchange-cascade" || structure.levels.length > 2 || noisy.some((name) => !structure.parameters.includes(name)))
    return null;
  const [d1, d2 = 1] = structure.levels;
  const shape = { d1, d2, K: Math.min(structure.cut ?? Number.POSITIVE_INFINITY, largestOrder(d1, d2)) };
  const sector = exchangeSector(shape);
  const noisyTheta = noisy.includes(structure.angle);
  const lowering: Lowering = {
    name: "exchange cascade, factored",
    flops: exchangeFlops(sector.count, shape, noisyTheta),
    bytes: exchangeBytes(sector.count, shape),
  };
  const lanes = options.lanes ?? (noisy.length > 0 ? 8 : 2);
  const nonzeros = 16 * sector.count;
  const other: Lowering = { name: "fixed matrices with weights (about)", flops: 2 * nonzeros, bytes: 12 * nonzeros + 16 * sector.count };
  return {
    plan: describe(model, sector, lowering, [other], lanes, 0),
    sector,
    lowering: { kind: "exchange", shape, noisyTheta },
    // The kernel does not look at collisions; the ledger does.
    get elements() {
      return streamElements(model.dynamics as Collisions, 1).elements;
    },
    indexAt: () => 0,
  };
}

function describe(
  model: Model,
  sector: Sector,
  lowering: Lowering,
  alternatives: readonly Lowering[],
  lanes: number,
  nonzeros: number,
): Plan {
  const space = (model.dynamics as Collisions).system;
  return printable({
    model: model.name,
    space: String(space),
    dimension: space.dimension,
    sector: { coordinates: sector.count, real: sector.part.every((part) => part === 0) },
    lowering,
    alternatives,
    lanes,
    bytes: nonzeros > 0 ? 12 * nonzeros + 16 * sector.count * lanes : lowering.bytes * lanes,
    notes: model.warnings,
  });
}

/** What the dense routes would cost: joint unitaries on the whole matrix. */
function denseAlternatives(dynamics: Collisions, elements: readonly StreamElement[]): Lowering[] {
  const D = dynamics.system.dimension;
  const u = elements[0][0].collision.unit.dimension;
  const joint = D * u;
  return [{ name: "dense joint unitary", flops: 16 * joint * joint * joint, bytes: 16 * 4 * joint * joint }];
}

/**
 * Does a parameter enter a model through the weights of its units' states alone? Decided by building the model at two
 * other values and comparing every coefficient bit for bit.
 */
export function changesOnlyWeights(model: Model, name: string): boolean {
  const value = model.parameters[name];
  if (typeof value !== "number") return false;
  const here = elementsOf(model);
  for (const changed of shifts(value)) {
    let there: readonly StreamElement[];
    try {
      there = elementsOf(model.with({ ...pinned(model), [name]: changed }));
    } catch {
      continue;
    }
    if (!sameButWeights(here, there)) return false;
  }
  return true;
}

function shifts(value: number): number[] {
  return [value * 1.25 + 0.01, value * 0.75 - 0.01, value + 0.05];
}

/** Parameters that a model chose by itself (null) stay what they were when another one changes. */
function pinned(model: Model): Readonly<Record<string, ParameterValue>> {
  return model.pinned ?? {};
}

function elementsOf(model: Model): readonly StreamElement[] {
  return streamElements(model.dynamics as Collisions, 1).elements;
}

function sameButWeights(a: readonly StreamElement[], b: readonly StreamElement[]): boolean {
  return (
    a.length === b.length &&
    a.every((element, e) => {
      const other = b[e];
      return element.length === other.length && element.every(({ collision }, k) => sameCollision(collision, other[k].collision));
    })
  );
}

function sameCollision(a: StreamElement[number]["collision"], b: StreamElement[number]["collision"]): boolean {
  return (
    a.state.length === b.state.length &&
    a.visits.length === b.visits.length &&
    a.state.every(({ state }, k) => sameOperator(state, b.state[k].state)) &&
    a.visits.every((visit, v) => {
      const other = b.visits[v];
      if (visit.kind === "channel")
        return (
          other.kind === "channel" &&
          visit.kraus.length === other.kraus.length &&
          visit.kraus.every((K, k) => sameOperator(K, other.kraus[k]))
        );
      return other.kind === "unitary" && visit.duration === other.duration && sameOperator(visit.H, other.H);
    })
  );
}

function sameOperator(A: Operator, B: Operator): boolean {
  return (
    A === B ||
    (A.count === B.count && A.columns.every((column, e) => column === B.columns[e]) && A.values.every((value, e) => value === B.values[e]))
  );
}
