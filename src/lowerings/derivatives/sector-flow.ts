/** dρ/dt by real sparse matrices on the live coordinates. */
import { type BoundFlow, flowApply, flowApplyInto, flowRk4, flowRk4Scratch } from "../../../bindings/flow.ts";
import type { Scope } from "../../../bindings/memory.ts";
import type { GeneratorTerms } from "../../dynamics/lower.ts";
import type { DerivativeLowering, DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Flow } from "../../plan/engines.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { rowSlices } from "../../sectors/row-slices.ts";
import { boundSlices } from "../bound-slices.ts";
import { coefficientOf } from "./coefficient-values.ts";
import { VECTORS } from "./operator-price.ts";

/** Measured rate of real sparse slices in flops per second, and what each evaluation costs beside, in seconds. */
const RATE = 5e9;
const OVERHEAD = 5e-8;
/** Matrices with more entries are not made. */
const MOST_ENTRIES = 40_000_000;

/** The live coordinates, one matrix per coefficient, with whole Runge–Kutta steps in one kernel where nothing depends on time. */
export const sectorFlow: DerivativeLowering = { name: "sector", sector: (request) => request.sector(), fits, exact, bind };

/** Entries at most: each coordinate has two triangles and each product up to two parts. To count them would cost as much as to make them. */
function fits(request: DerivativeRequest): Price | Refusal {
  const N = request.generator.system.dimension;
  const products = productsPerCoordinate(request.terms(), N);
  const reachesAll = request.support === "full" || products >= (N * N) / 2;
  if (reachesAll && 2 * N * N * products > MOST_ENTRIES) {
    return { refused: `keeps all ${N * N} coordinates, and its matrices would have more than ${MOST_ENTRIES} entries` };
  }
  const sector = request.sector();
  if (!sector) return { refused: "keeps too many coordinates for index lists" };
  const entries = Math.min(sector.count * sector.count, 2 * sector.count * products);
  const flops = 2 * entries;
  return { seconds: flops / RATE + OVERHEAD, flops, bytes: 12 * entries + 8 * VECTORS * sector.count, about: true };
}

function exact(request: DerivativeRequest): Price {
  const { values, rowStart, n } = request.matrices();
  const flops = 2 * values.length;
  return { seconds: flops / RATE + OVERHEAD, flops, bytes: 12 * values.length + 4 * rowStart.length + 8 * VECTORS * n };
}

/** How many elements one element feeds on average: with half of all of them the sector is the whole matrix. */
function productsPerCoordinate({ terms }: GeneratorTerms, N: number): number {
  return terms.reduce((sum, { left, right }) => sum + (left.count / N) * (right.count / N), 0);
}

function bind(request: DerivativeRequest, scope: Scope): Flow {
  const terms = request.terms();
  const matrices = request.matrices();
  const bound = Array.from({ length: matrices.groups }, (_, k) => boundSlices(rowSlices(matrices, k), scope));
  const [first] = bound;
  const constant = request.constant();
  return {
    n: matrices.n,
    constant,
    apply(t, x, y) {
      flowApply(first, x, y, coefficientOf(terms, 0, t));
      for (let k = 1; k < bound.length; k++) flowApplyInto(bound[k], x, y, coefficientOf(terms, k, t));
    },
    combination(weights, x, y) {
      flowApply(first, x, y, weights[0]);
      for (let k = 1; k < bound.length; k++) flowApplyInto(bound[k], x, y, weights[k]);
    },
    ...(constant && bound.length === 1 ? { rk4: (inner) => wholeSteps(first, inner) } : {}),
  };
}

function wholeSteps(matrix: BoundFlow, scope: Scope): ReturnType<NonNullable<Flow["rk4"]>> {
  const scratch = scope.f64(flowRk4Scratch(matrix.n)).pointer;
  return (steps, h, x) => flowRk4(matrix, steps, h, x, scratch);
}
