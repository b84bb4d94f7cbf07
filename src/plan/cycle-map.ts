/** The map of one whole cycle of a stream of collisions, minus the identity, as a sparse matrix on a sector. */
import { isTimeFunction } from "../dynamics/coefficient.ts";
import type { Collisions } from "../dynamics/collisions.ts";
import { generatorTerms } from "../dynamics/lower.ts";
import { RunFailure } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { doubledExponential } from "../numerics/doubled-exponential.ts";
import { composedWithIdentity, type DoubledSparse } from "../numerics/doubled-sparse.ts";
import { denseOf, type SparseReal } from "../numerics/envelope.ts";
import { expmReal } from "../numerics/expm.ts";
import { composeSparse, sparseOf, withoutIdentity } from "../numerics/sparse-products.ts";
import { once } from "../once.ts";
import type { Operator } from "../operators/operator.ts";
import { doubledChannel } from "../sectors/doubled-channel.ts";
import { doubledGenerator } from "../sectors/doubled-generator.ts";
import { combine, lowerTerms } from "../sectors/matrices.ts";
import type { Sector } from "../sectors/sector.ts";
import { collisionRequest } from "./collision-request.ts";

/** Largest sector whose idle evolution is exponentiated. */
const DENSE = 1024;
/** Coordinates between which a map that may be full is taken to be: smaller ones are soon made, larger ones are worth a look. */
const FILLED = { from: 512, upTo: 4096 };

/** The map of a cycle of a constant or cyclic stream, on the sector of a support (or of all states). */
export interface CycleMap {
  sector(): Sector | null;
  /** Entries of the matrix at most. */
  entries(): number;
  /** Whether sizes alone let every entry of a matrix of some size differ from zero: it is priced so, and not made for a plan. */
  filled(): boolean;
  /** Λ − 1, with the idle evolution after each collision. Throws a RunFailure where that cannot be exponentiated. */
  matrix(): SparseReal;
  /** The same in doubled precision, each collision minus the identity without the difference; null where it cannot be made. */
  doubled(): DoubledSparse | null;
}

/** The map of one cycle. Nothing is computed before it is asked for. */
export function cycleMap(model: Model, support: readonly Operator[] | "full"): CycleMap {
  const dynamics = model.dynamics as Collisions;
  const cycle = dynamics.stream.kind === "cyclic" ? dynamics.stream.collisions.length : 1;
  const request = collisionRequest(model, { steps: cycle, support });
  const matrix = once(() => {
    const maps = request.matrices().map((matrices, k) => combine(matrices, request.maps()[k].weights));
    const idle = idleMap(dynamics, request.sector() as Sector);
    const { indexAt } = request.stream();
    const steps: SparseReal[] = [];
    for (let n = 1; n <= cycle; n++) {
      steps.push(maps[indexAt(n)]);
      if (idle) steps.push(idle);
    }
    return withoutIdentity(steps.reduce((product, next) => composeSparse(next, product)));
  });
  const doubled = once(() => {
    const sector = request.sector() as Sector;
    const { elements, indexAt } = request.stream();
    const maps = elements.map((element) => doubledChannel(dynamics.system, element, sector));
    const idle = dynamics.idle?.duration
      ? doubledExponential(doubledGenerator(dynamics.idle.generator, sector), dynamics.idle.duration)
      : undefined;
    let product: DoubledSparse | null = null;
    for (let n = 1; n <= cycle; n++) {
      for (const next of idle === undefined ? [maps[indexAt(n)]] : [maps[indexAt(n)], idle]) {
        if (!next) return null;
        product = product ? composedWithIdentity(next, product) : next;
      }
    }
    return product;
  });
  const filled = once(() => {
    const { count, dimension } = request.sector() as Sector;
    if (count < FILLED.from || count > FILLED.upTo) return false;
    const terms = request.patterns().flatMap((map) => map.terms);
    const products = terms.reduce((sum, { left, right }) => sum + (left.count / dimension) * (right.count / dimension), 0);
    return 2 * products >= count;
  });
  const entries = () => {
    const { count } = request.sector() as Sector;
    return filled() ? count * count : request.matrices().reduce((sum, { values }) => sum + values.length, 0);
  };
  return { doubled, sector: request.sector, entries, filled, matrix };
}

/** exp(duration · L) of the idle evolution as a sparse matrix, or null. */
function idleMap({ idle }: Collisions, sector: Sector): SparseReal | null {
  if (!idle || idle.duration === 0) return null;
  const terms = generatorTerms(idle.generator);
  if (terms.coefficients.some(isTimeFunction)) throw new RunFailure("The idle evolution must not depend on time for a stationary state.");
  if (sector.count > DENSE)
    throw new RunFailure(`The idle evolution on ${sector.count} coordinates is too large to be exponentiated. Use fewer levels.`);
  const dense = denseOf(lowerTerms(terms, sector)).map((value) => value * idle.duration);
  return sparseOf(sector.count, expmReal(sector.count, dense));
}
