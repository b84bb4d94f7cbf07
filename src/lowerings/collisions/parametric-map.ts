/**
 * Parametric maps: noise on one or two parameters of any kind, each collision's map as a polynomial in them.
 *
 *   M(p) = Σ_j T_j(x) M_j,   x = (p − middle) / half of what the noise can draw
 *
 * Chebyshev polynomials in each parameter, on one piece of its range or several. Coefficients end where they fall below 1e-13
 * of the largest entry, and fresh maps between the nodes must agree to 1e-12 of it; where neither halving nor 64 coefficients
 * bring that about, maps are rebuilt for each value, as they are outside the range. One population is what the others leave of
 * the trace, where the exact maps keep it.
 */
import { exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import { isRefusal, type Price, type Refusal } from "../../plan/price.ts";
import type { Sector } from "../../sectors/sector.ts";
import { type CollisionLowering, RATE } from "./collision-lowering.ts";
import { exchangeLists } from "./exchange-shape.ts";
import { listsOf } from "./fixed-matrices.ts";
import { bindParametric } from "./parametric-engine.ts";
import { type ParametricFit, parametricFit, probe } from "./parametric-fit.ts";
import { rebuilding } from "./rebuilding.ts";

export const parametricMap: CollisionLowering = {
  name: "polynomials in the noisy parameters",
  fits(request) {
    const reason = misfit(request);
    if (reason !== null) return { refused: reason };
    const lists = wholeSteps(request) ?? listsOf(request);
    if (isRefusal(lists)) return lists;
    const refused = probe(request).refused;
    if (refused !== null) return { refused };
    const { products, builds } = EXPECTED[request.noisy.length - 1];
    return { ...priceOf(request, lists, products * lists.flops, builds), about: true };
  },
  exact(request) {
    const fit = parametricFit(request);
    const flops = flopsOf(request, fit);
    const price = priceOf(request, (wholeSteps(request) ?? listsOf(request)) as Price, flops, fit.builds);
    return { ...price, error: fit.error, detail: detailOf(fit) };
  },
  sector: (request) => request.sector() as Sector,
  bind: bindParametric,
};

/** Sectors with more coordinates have no exponentials of what acts between collisions. */
const MOST_COORDINATES = 512;

/** The price of dense maps of collisions with what acts between them, where the noise changes that; null where it does not. */
export function wholeSteps(request: CollisionRequest): Price | Refusal | null {
  if (request.between().length === 0) return null;
  const n = request.sector()?.count ?? Number.POSITIVE_INFINITY;
  if (n > MOST_COORDINATES) {
    const but = `\`${request.between()[0]}\` acts between collisions, which takes exponentials of at most ${MOST_COORDINATES} coordinates`;
    return { refused: but };
  }
  return { seconds: (2 * n * n) / RATE.lists, flops: 2 * n * n, bytes: 12 * n * n };
}

/** What most noise on one and on two parameters asks for: products of polynomials, and models built. */
const EXPECTED = [
  { products: 16, builds: 40 },
  { products: 160, builds: 350 },
] as const;

/** Streams with more different collisions than this are not fitted. */
const MOST_ELEMENTS = 16;

function misfit(request: CollisionRequest): string | null {
  const { model, noisy, ranges } = request;
  if (noisy.length === 0) return "nothing changes from collision to collision";
  if (noisy.length > EXPECTED.length) return `${noisy.length} parameters change at once, and polynomials take one or two`;
  if (!ranges) return "what the noise can draw is not known";
  const structure = exchangeCascadeOf(model);
  if (structure && exchangeLists(structure, request) && noisy.every((name) => structure.parameters.includes(name))) {
    return "the noise enters through weights and angles alone";
  }
  if (model.weightsAt && request.changing().length === 0) return "the noise enters through weights alone";
  const { length } = request.stream().elements;
  return length > MOST_ELEMENTS ? `the stream holds ${length} different collisions` : null;
}

function priceOf(request: CollisionRequest, lists: Price, flops: number, builds: number): Price {
  const once = rebuilding(lists);
  const products = flops / Math.max(1, lists.flops);
  return {
    seconds: flops / RATE.lists + (builds * once.seconds) / (request.realisations * Math.max(1, request.steps)),
    flops,
    bytes: lists.bytes * Math.max(1, products),
    setup: builds * once.flops,
  };
}

/** Two operations per coefficient of the largest piece and element. */
function flopsOf(request: CollisionRequest, fit: ParametricFit): number {
  return largestPiece(fit, request.stream().elements.length);
}

/** Two operations per coefficient of the largest piece of any of a fit's maps. */
export function largestPiece({ pieces, maps }: ParametricFit, elements: number): number {
  let most = 0;
  for (const { terms } of pieces) {
    const counts = new Float64Array(elements);
    for (const { coefficients } of terms ?? []) maps.entries.forEach(({ element }, e) => (counts[element] += coefficients[e] ? 1 : 0));
    most = counts.reduce((a, b) => Math.max(a, b), most);
  }
  return 2 * most;
}

/** How a fit came out, for the plan. */
export function detailOf({ pieces, builds }: ParametricFit): string {
  const fitted = pieces.filter(({ terms }) => terms !== null);
  const counts = fitted.map(({ terms }) => `${terms?.length}`).join(" + ");
  const rebuilt = pieces
    .filter(({ terms }) => terms === null)
    .map(({ low, high }) => low.map((from, a) => `${from} … ${high[a]}`).join(" × "));
  const left = rebuilt.length === 0 ? "" : `, rebuilt for each value on ${rebuilt.join(" and ")}`;
  return `${counts || 0} coefficients in ${fitted.length} ${fitted.length === 1 ? "piece" : "pieces"}, ${builds} models built${left}`;
}
