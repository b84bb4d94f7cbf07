/** The plan of a master equation: its sector, how dρ/dt will be evaluated, and what that costs. */
import type { Generator } from "../dynamics/generator.ts";
import { type GeneratorTerms, generatorTerms } from "../dynamics/lower.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import type { Operator } from "../operators/operator.ts";
import { lowerTerms, type SectorMatrices } from "../sectors/matrices.ts";
import { rememberedSector } from "../sectors/remembered.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { bytes, type Lowering, type Plan, printable } from "./plan.ts";

/** How dρ/dt is evaluated. */
export type GeneratorLowering =
  /** Real sparse matrices on the live coordinates. */
  | { readonly kind: "sector"; readonly sector: Sector; readonly matrices: SectorMatrices }
  /** Sparse operators times the dense state. */
  | { readonly kind: "sparse" }
  /** Dense operators times the dense state. */
  | { readonly kind: "dense" };

/** A plan together with what a solver binds. */
export interface GeneratorPlan {
  readonly plan: Plan;
  readonly generator: Generator;
  readonly terms: GeneratorTerms;
  readonly lowering: GeneratorLowering;
}

/** Options of `planGenerator`. */
export interface GeneratorPlanOptions {
  /** Start from the model's initial state (default), from the support of some operators, or from every state. */
  readonly support?: readonly Operator[] | "full";
  /** Insist on a lowering; the cheapest by estimate when absent. */
  readonly lowering?: GeneratorLowering["kind"];
}

/** Measured rates, in flops per second, that turn flops into a price: real sparse runs and rows, complex row updates, packed gemm. */
const RATE = { sector: 2.5e9, sparse: 4e9, dense: 14e9 } as const;
/** What each evaluation costs beside its flops, in seconds: calls, and passes over the state. */
const OVERHEAD = { sector: 2e-7, sparse: 4e-6, dense: 2e-5 } as const;
/** Largest sector that is worth index lists, in real coordinates and in entries. */
const MOST_COORDINATES = 3_000_000;
const MOST_ENTRIES = 40_000_000;
/** A plan that needs more linear memory than this is refused. */
const MEMORY = 3.5e9;

/**
 * Choose how to evaluate dρ/dt of a model with a generator: the cheapest of sector, sparse and dense lowering by estimate.
 *
 * Throws a RangeError that names the bytes when none of them fits into linear memory.
 */
export function planGenerator(model: Model, options: GeneratorPlanOptions = {}): GeneratorPlan {
  const generator = model.dynamics as Generator;
  const terms = generatorTerms(generator);
  const N = generator.system.dimension;
  const support = options.support ?? [model.initial];
  const candidates: Lowering[] = [operatorLowering(terms, N, "sparse"), operatorLowering(terms, N, "dense")];
  const products = productsPerCoordinate(terms, N);
  const reachesAll = support === "full" || products >= (N * N) / 2;
  const hopeless = reachesAll && 2 * N * N * products > MOST_ENTRIES;
  const wanted = options.lowering;
  const sector =
    (wanted ?? "sector") === "sector" && !hopeless ? rememberedSector(terms.terms, N, support, { coordinates: MOST_COORDINATES }) : null;
  const estimate = sector ? sectorEstimate(terms, sector, N) : null;
  if (estimate) candidates.push(estimate);
  const best = candidates
    .filter(({ name, bytes: memory }) => memory < MEMORY && (wanted === undefined || name === wanted))
    .reduce<Lowering | null>((a, b) => (a === null || price(b) < price(a) ? b : a), null);
  if (!best) {
    const least = Math.min(...candidates.map(({ bytes: memory }) => memory));
    throw wrongValue("model", "fit into 4 GiB of linear memory", model.name, "Use fewer levels.", `it needs at least ${bytes(least)}`);
  }
  const lowering: GeneratorLowering =
    best.name === "sector" && sector
      ? { kind: "sector", sector, matrices: lowerTerms(terms, sector) }
      : { kind: best.name === "dense" ? "dense" : "sparse" };
  return { plan: describe(model, N, lowering, best, candidates), generator, terms, lowering };
}

function price({ name, flops }: Lowering): number {
  const kind = name as keyof typeof RATE;
  return flops / RATE[kind] + OVERHEAD[kind];
}

function describe(model: Model, N: number, lowering: GeneratorLowering, best: Lowering, candidates: readonly Lowering[]): Plan {
  const exact = lowering.kind === "sector" ? exactLowering(lowering.matrices, best) : best;
  const sector = lowering.kind === "sector" ? lowering.sector : null;
  return printable({
    model: model.name,
    space: String((model.dynamics as Generator).system),
    dimension: N,
    sector: sector && { coordinates: sector.count, real: !sector.part.includes(Part.Im) },
    lowering: exact,
    alternatives: candidates.filter((candidate) => candidate !== best),
    lanes: 1,
    bytes: exact.bytes,
    notes: [
      ...(model.reduction ? [model.reduction] : []),
      ...(sector && isPopulations(sector) ? ["only populations live: a classical Markov chain"] : []),
    ],
  });
}

function isPopulations(sector: Sector): boolean {
  return sector.row.every((row, q) => row === sector.column[q]);
}

/** Vectors that a stepper holds beside the matrices. */
const VECTORS = 12;

/** Entries of the sector's matrices at most: each coordinate has two triangles and each product up to two parts. */
function sectorEstimate(terms: GeneratorTerms, sector: Sector, N: number): Lowering {
  const entries = Math.min(sector.count * sector.count, 2 * sector.count * productsPerCoordinate(terms, N));
  return { name: "sector", flops: 2 * entries, bytes: 12 * entries + 8 * VECTORS * sector.count };
}

/** How many elements one element feeds on average: with half of all of them the sector is the whole matrix. */
function productsPerCoordinate({ terms }: GeneratorTerms, N: number): number {
  return terms.reduce((sum, { left, right }) => sum + (left.count / N) * (right.count / N), 0);
}

function exactLowering({ values, n, rowStart }: SectorMatrices, { name }: Lowering): Lowering {
  return { name, flops: 2 * values.length, bytes: 12 * values.length + 4 * rowStart.length + 8 * VECTORS * n };
}

/** G ρ + h.c. and two products per jump, on the whole matrix. */
function operatorLowering({ terms }: GeneratorTerms, N: number, name: "sparse" | "dense"): Lowering {
  let flops = 4 * N * N;
  let stored = 0;
  for (const { left, right } of terms) {
    const sides = isIdentity(right) ? [left] : isIdentity(left) ? [] : [left, right];
    for (const side of sides) {
      flops += name === "dense" ? 8 * N * N * N : 8 * side.count * N;
      stored += name === "dense" ? 16 * N * N : 20 * side.count;
    }
  }
  return { name, flops, bytes: stored + 16 * N * N * VECTORS };
}

/** Whether an operator is stored as exactly 1. */
export function isIdentity(A: Operator): boolean {
  if (A.count !== A.dimension) return false;
  let identity = true;
  A.forEach((i, j, re, im) => {
    if (i !== j || re !== 1 || im !== 0) identity = false;
  });
  return identity;
}
