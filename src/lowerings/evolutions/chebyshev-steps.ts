/** Exponentials of a constant generator as Chebyshev series: when they pay, how long a step is, and where the foci stand. */
import type { Scope } from "../../../bindings/memory.ts";
import { log } from "../../numerics/scalar.ts";
import { once } from "../../once.ts";
import type { DerivativeRequest } from "../../plan/derivative-request.ts";
import type { Flow, Stepper } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { shiftedSlices } from "../../sectors/row-slices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { ChebyshevSeries, mostTerms, type SeriesSizes, seriesBytes, typicalTerms } from "./chebyshev-series.ts";
import { evolutionPrice, spanOf } from "./evolution-price.ts";
import { type NumericalRange, numericalRange } from "./numerical-range.ts";

/** Sectors too large for exponentials, of generators that oscillate faster than they decay. */
export const chebyshevSteps: EvolutionLowering = { name: "chebyshev", fits, bind };

/** Sectors with fewer coordinates have exponentials in less time than it takes to look at the operators. */
const SMALLEST = 64;
/** Index h·rate up to which terms grow, at most: longer steps need fewer terms in all, but larger numbers, and more of each record. */
const PHASE = 240;
/** ln of the largest S_k, whose square must be a number. */
const LARGEST = 345;
/** How much the numerical range may let a step grow. */
const GROWTH = 4;
/** What a term costs beside its product, in flops per coordinate. */
const PER_TERM = 8;

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, constant, onSector, n, derivative } = request;
  if (method.kind !== "auto") return { refused: `${method.kind} was asked for` };
  if (!constant) return { refused: "is exact only while no coefficient changes" };
  if (!onSector) return { refused: "needs a sector, which the whole density matrix is not" };
  if (n < SMALLEST) return { refused: `is for at least ${SMALLEST} coordinates` };
  const M = derivative.matrices();
  const range = rangeOf(derivative);
  if (range.real > range.imaginary) return { refused: "pays where a generator oscillates faster than it decays" };
  const sizes = sizesFor(request, range);
  const steps = Math.ceil(spanOf(request) / sizes.h);
  const flops = steps * typicalTerms(sizes) * (2 * M.values.length + PER_TERM * n);
  return evolutionPrice(request, flops, seriesBytes(sizes) + 14 * M.values.length);
}

const ranges = new WeakMap<DerivativeRequest, NumericalRange>();

function rangeOf(derivative: DerivativeRequest): NumericalRange {
  const known = ranges.get(derivative);
  if (known) return known;
  const range = numericalRange(derivative.generator, derivative.sector() as Sector, derivative.matrices());
  ranges.set(derivative, range);
  return range;
}

/**
 * Foci of an ellipse with the half axes of the decay and of the energies; where decay is as fast as they are, the series is nearly that of
 * Taylor about the centre. What jumps add to the imaginary axis is left to the series, which looks at the size of its terms.
 */
function sizesFor(request: EvolutionRequest, { center, real, frequency, growth }: NumericalRange): SeriesSizes {
  const focus = Math.sqrt(Math.max(frequency * frequency - real * real, (real * real) / 4)) || 1;
  const rate = Math.sqrt(center * center + focus * focus);
  // S_k grows as ρ^k where decay is fast against the foci, and a step has about P + 9√P + 4 terms for an index P.
  const most = LARGEST / log((Math.abs(center) + rate) / focus);
  const root = (Math.sqrt(65 + 4 * most) - 9) / 2;
  const h = Math.min(Math.min(PHASE, root * root) / rate, growth > 0 ? GROWTH / growth : Number.POSITIVE_INFINITY, spanOf(request));
  return { n: request.n, h, terms: mostTerms({ h, rate }), center, focus, rate };
}

/** The right-hand side, bound when a slope is asked for: the series has a matrix of its own. */
function flowWhenAsked({ flow, n }: EvolutionRequest, scope: Scope): Flow {
  const bound = once(() => flow.bind(scope));
  return { n, constant: true, apply: (t, x, y) => bound().apply(t, x, y) };
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = flowWhenAsked(request, scope);
  const sizes = sizesFor(request, rangeOf(request.derivative));
  const { derivative } = request;
  const slices = shiftedSlices(derivative.matrices(), derivative.sector() as Sector, 2 / sizes.focus, sizes.center);
  const series = new ChebyshevSeries(slices, sizes, scope);
  return { flow, carry: (stretch, x, save, due) => series.carry(stretch, x, save, due) };
}
