/** Every way to do some work: the only list. A new way is one file and one line here. Where prices are equal the first is taken. */
import type { DerivativeLowering } from "../plan/derivative-request.ts";
import type { EvolutionLowering } from "../plan/evolution-request.ts";
import type { Lowering } from "../plan/lowering.ts";
import type { PeriodicRequest, PeriodicSolver } from "../plan/periodic-request.ts";
import type { ResolventRequest, ResolventSolver } from "../plan/resolvent-request.ts";
import { oneByOne } from "./carries/one-by-one.ts";
import { powersOfMap } from "./carries/powers-of-map.ts";
import { denseKraus } from "./collisions/dense-kraus.ts";
import { detunedExchange } from "./collisions/detuned-exchange.ts";
import { exchangeWithOneMode } from "./collisions/exchange-flux.ts";
import { exchangeCascade } from "./collisions/exchange-kernel.ts";
import { fixedMatrices } from "./collisions/fixed-matrices.ts";
import { parametricMap } from "./collisions/parametric-map.ts";
import { rebuiltCoefficients } from "./collisions/rebuilt-coefficients.ts";
import { denseFlow } from "./derivatives/dense-flow.ts";
import { lindbladFlow } from "./derivatives/lindblad-flow.ts";
import { sectorFlow } from "./derivatives/sector-flow.ts";
import { sparseFlow } from "./derivatives/sparse-flow.ts";
import { averagedMap } from "./ensembles/averaged-map.ts";
import { averagedOverChain } from "./ensembles/averaged-over-chain.ts";
import { averagedWeights } from "./ensembles/averaged-weights.ts";
import { modelPerRealisation } from "./ensembles/model-per-realisation.ts";
import { quadratureOfRuns } from "./ensembles/quadrature-of-runs.ts";
import { quadraturePerCollision } from "./ensembles/quadrature-per-collision.ts";
import { sideBySide } from "./ensembles/side-by-side.ts";
import { chebyshevSteps } from "./evolutions/chebyshev-steps.ts";
import { dormandPrince } from "./evolutions/dormand-prince.ts";
import { exponentialSeries } from "./evolutions/exponential-series.ts";
import { exponentialSteps } from "./evolutions/exponential-steps.ts";
import { krylovSteps } from "./evolutions/krylov-steps.ts";
import { magnusSteps } from "./evolutions/magnus-steps.ts";
import { piecewiseExponential } from "./evolutions/piecewise-exponential.ts";
import { positiveSeries } from "./evolutions/positive-series.ts";
import { radauSteps } from "./evolutions/radau-steps.ts";
import { rungeKutta4 } from "./evolutions/runge-kutta-4.ts";
import { steppedAnew } from "./evolutions/stepped-anew.ts";
import { harmonicBalance } from "./periodic/harmonic-balance.ts";
import { onePeriodMap } from "./periodic/one-period-map.ts";
import { complexSchurResolvent } from "./resolvents/complex-schur-resolvent.ts";
import { factorsPerShift } from "./resolvents/factors-per-shift.ts";
import { rationalKrylov } from "./resolvents/rational-krylov.ts";
import { schurResolvent } from "./resolvents/schur-resolvent.ts";
import { exponentialsByPolynomials } from "./slices/exponentials-by-polynomials.ts";
import { exponentialsPerValue } from "./slices/exponentials-per-value.ts";
import { classesOfPattern } from "./stationary/classes-of-pattern.ts";
import { closedLimit } from "./stationary/closed-limit.ts";
import { productsWithMap } from "./stationary/products-with-map.ts";

/** Ways to carry out a collision. */
export const collisionLowerings = [
  exchangeCascade,
  exchangeWithOneMode,
  detunedExchange,
  denseKraus,
  fixedMatrices,
  parametricMap,
  rebuiltCoefficients,
];

/** Ways to carry a master equation through slices of time that noise is held for. */
export const sliceLowerings = [exponentialsByPolynomials, exponentialsPerValue];

/** Ways to get from one record to the next. */
export const carryLowerings = [oneByOne, powersOfMap];

/** Ways to run noisy realisations. */
export const realisationLowerings = [sideBySide, modelPerRealisation];

/** Ways to follow the exact average over noise. */
export const averageLowerings = [averagedWeights, averagedMap, quadraturePerCollision, quadratureOfRuns, averagedOverChain];

/** Ways to evaluate dρ/dt. */
export const derivativeLowerings: readonly DerivativeLowering[] = [sparseFlow, lindbladFlow, denseFlow, sectorFlow];

/** Ways to step in time; each has the name of the method that asks for it, but for those that more than one method takes. */
export const evolutionLowerings: readonly EvolutionLowering[] = [
  krylovSteps,
  dormandPrince,
  exponentialSteps,
  chebyshevSteps,
  positiveSeries,
  piecewiseExponential,
  radauSteps,
  magnusSteps,
  rungeKutta4,
];

/** Ways to run again what was bound once. */
export const preparedLowerings = [exponentialSeries, steppedAnew];

/** Ways to find stationary states. */
export const stationaryLowerings = [closedLimit, productsWithMap, classesOfPattern];

/** Ways to evaluate a resolvent at many shifts. */
export const resolventLowerings: readonly Lowering<ResolventRequest, ResolventSolver>[] = [
  schurResolvent,
  complexSchurResolvent,
  factorsPerShift,
  rationalKrylov,
];

/** Ways to find states that repeat after each period. */
export const periodicLowerings: readonly Lowering<PeriodicRequest, PeriodicSolver>[] = [harmonicBalance, onePeriodMap];
