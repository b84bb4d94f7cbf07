/**
 * The limit where more states are stationary than anybody can list: with M of index one, the part of the initial state that
 * dies out is the solution in range(M) of  M w = M ρ₀,  and the limit is ρ∞ = ρ₀ − w.
 */
import { RunFailure } from "../../errors.ts";
import { multiplySparse, norm1 } from "../../numerics/envelope.ts";
import { gmres } from "../../numerics/gmres.ts";
import { norm as length } from "../../numerics/vectors.ts";
import type { StationaryRequest, StationarySolution } from "../../plan/stationary-request.ts";
import type { Sector } from "../../sectors/sector.ts";

/** Residual, relative to ‖M‖‖ρ₀‖, above which the limit is not trusted. */
const TRUSTED = 1e-10;
const KRYLOV = 80;

/** The limit of the initial state alone; throws `otherwise` where the products do not settle. */
export function limitByProducts(request: StationaryRequest, otherwise: RunFailure): StationarySolution {
  const equation = request.within(request.scope);
  const M = equation.matrix();
  const start = equation.start();
  const norm = norm1(M);
  const b = multiplySparse(M, start);
  const { x: w } = gmres((v, out) => out.set(multiplySparse(M, v)), b, { restart: KRYLOV, tolerance: 1e-13 });
  const x = start.map((value, i) => value - w[i]);
  const image = multiplySparse(M, x);
  const left = length(image) / (norm * length(start));
  if (!(left <= TRUSTED)) throw otherwise;
  const dimension = request.model.knownLimit?.dimension ?? null;
  const many = dimension === null ? "More than 64 states are" : `The stationary space has dimension ${dimension}: all of it is`;
  const unknown = () => {
    throw new RunFailure("More states are stationary than were listed.");
  };
  return {
    layout: equation.layout(),
    sector: equation.sector() as Sector,
    x,
    image: () => image,
    dimension: dimension ?? 65,
    truncated: dimension === null,
    scope: request.scope,
    residual: length(image) / (norm * length(x)),
    condition: null,
    error: 1e-8,
    comparesCuts: false,
    basis: unknown,
    conserved: unknown,
    spectrum: unknown,
    warnings: [`${many} stationary; the state given is the limit for the model's initial state, from products with the generator.`],
  };
}
