/** What is asked of a master equation's right-hand side, with the symbolic work that several lowerings share. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Generator } from "../dynamics/generator.ts";
import { type GeneratorTerms, generatorTerms } from "../dynamics/lower.ts";
import type { Model } from "../models/model.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import { lowerTerms, type SectorMatrices } from "../sectors/matrices.ts";
import { rememberedSector } from "../sectors/remembered.ts";
import type { Sector } from "../sectors/sector.ts";
import type { Flow } from "./engines.ts";
import type { Lowering } from "./lowering.ts";

/** Evaluate dρ/dt of a model with a generator. */
export interface DerivativeRequest {
  readonly model: Model;
  readonly generator: Generator;
  /** Which states must fit: the model's initial one, others, or all. */
  readonly support: readonly Operator[] | "full";
  /** The work to be done with it needs the matrix on a sector (exponentials, stationary states). */
  readonly needsMatrix: boolean;
  /** No coefficient depends on time. */
  constant(): boolean;
  terms(): GeneratorTerms;
  /** The live coordinates; null when there are too many for index lists. */
  sector(): Sector | null;
  /** The matrices on the sector, one per coefficient. */
  matrices(): SectorMatrices;
}

/** A way to evaluate dρ/dt. */
export interface DerivativeLowering extends Lowering<DerivativeRequest, Flow> {
  /** The live coordinates that its flow works on; null for the whole matrix. */
  sector(request: DerivativeRequest): Sector | null;
}

/** Options of `derivativeRequest`. */
export interface DerivativeRequestOptions {
  readonly support?: readonly Operator[] | "full";
  readonly needsMatrix?: boolean;
}

/** Largest sector, in real coordinates, that is worth index lists. */
const MOST_COORDINATES = 3_000_000;

/** Make a request. Nothing is computed before a lowering asks. */
export function derivativeRequest(model: Model, options: DerivativeRequestOptions = {}): DerivativeRequest {
  const { support = [model.initial], needsMatrix = false } = options;
  const generator = model.dynamics as Generator;
  const terms = once(() => generatorTerms(generator));
  const constant = once(() => !terms().coefficients.some(isTimeFunction));
  const sector = once(() => rememberedSector(terms().terms, generator.system.dimension, support, { coordinates: MOST_COORDINATES }));
  const matrices = once(() => lowerTerms(terms(), sector() as Sector));
  return { model, generator, support, needsMatrix, constant, terms, sector, matrices };
}
