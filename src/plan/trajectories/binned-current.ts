/**
 * Currents in bins of dt, without error of the step: the state is that given the increments ∫dY of all bins so far.
 *
 * With the field of counting, 𝓛_s = 𝓛 + Σ_j s_j 𝒳_j and 𝒳_j ρ = c_j ρ + ρ c_j†, the expansion  exp[(𝓛 + Σ_j σ_j 𝒳_j/√dt)dt] = Σ_kl σ₁^k σ₂^l T_kl
 * says what increments dY = √dt z make of a state, relative to white noise:
 *
 *   ρ′ ∝ Σ_kl He_k(z₁) He_l(z₂) T_kl ρ,        p(z) = φ(z₁) φ(z₂) Σ_kl He_k(z₁) He_l(z₂) Tr T_kl ρ
 *
 * The map is completely positive, and its mean is T_00 = e^{𝓛dt} itself, whatever dt. What happens within a bin is not seen.
 */
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Current } from "../../dynamics/measurements.ts";
import type { Term } from "../../dynamics/terms.ts";
import { wrongValue } from "../../errors.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { identity } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import { functionalOf, matrixGroup } from "../../sectors/matrix-group.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import { type FieldSeries, fieldSeries } from "./field-series.ts";
import { type CurrentProcess, currentNames, type MeasuredParts } from "./measured-parts.ts";

/** Coordinates and entries of all T up to which steps have no error unless asked otherwise, and at most. */
const FEW = { coordinates: 64, entries: 50_000 };
const MOST = { coordinates: 512, entries: 4_000_000 };

/** Build the process, on the sector of another one where that is given; null where it has too many coordinates or entries. Throws for bins that are too long. */
export function binnedCurrent(
  { generator, parts }: MeasuredParts,
  initial: Operator,
  by: Current,
  known: Sector | null,
): CurrentProcess | null {
  const most = by.exact === true ? MOST : FEW;
  const one = identity(generator.system);
  const fields = parts.map((part): readonly Term[] =>
    part.values.every((value) => value === 0)
      ? []
      : [
          { left: part, right: one, re: 1, im: 0, group: 0 },
          { left: one, right: part, re: 1, im: 0, group: 0 },
        ],
  );
  const { terms } = generatorTerms(generator);
  const limits = { coordinates: most.coordinates };
  const sector = known ?? discoverSector([...terms, ...fields.flat()], generator.system.dimension, [withoutZeros(initial)], limits);
  if (!sector) return refused(by, `more than ${most.coordinates} coordinates`);
  const matrix = (list: readonly Term[]): SparseReal => matrixGroup(lowerTerms({ terms: list, groups: ["all"], weights: [1] }, sector), 0);
  const { dt, name } = by;
  const series = fieldSeries(matrix(terms), fields.map(matrix), dt);
  if (!series) throw tooLong(dt);
  const matrices = interleaved(series, sector.count);
  if (matrices.values.length > most.entries) return refused(by, `${matrices.values.length} entries`);
  const trace = denseFunctional(expectationFunctionals(sector, one).re, sector.count);
  return {
    kind: "currents",
    step: "binned",
    space: generator.system,
    sector,
    outcomes: currentNames(by),
    start: toCoordinates(sector, withoutZeros(initial)),
    dt,
    trace,
    order: series.order,
    matrices,
    readings: series.maps.map((_, g) => functionalOf(matrixGroup(matrices, g), trace)),
    about: `${name} current on density operators of ${sector.count} coordinates, in bins of ${dt} without error of the step`,
  };
}

/** What is said of a step whose series would not end. */
export function tooLong(dt: number): Error {
  const must = "be short against the rate of what is measured, for all powers of an increment to be kept";
  return wrongValue("by.dt", must, dt, "Use a smaller one.");
}

function refused(by: Current, but: string): null {
  if (by.exact !== true) return null;
  const remedy = "Leave `exact` out: positive steps of second order follow it.";
  throw wrongValue("by.exact", `need at most ${MOST.coordinates} coordinates and ${MOST.entries} entries`, null, remedy, `it needs ${but}`);
}

/** The maps by rows, interleaved. */
function interleaved({ maps }: FieldSeries, n: number): SectorMatrices {
  const groups = maps.length;
  const rowStart = new Int32Array(n * groups + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  for (let r = 0; r < n; r++) {
    maps.forEach((T, g) => {
      for (let c = 0; c < n; c++) {
        const value = T[r * n + c];
        if (value === 0) continue;
        columns.push(c);
        values.push(value);
      }
      rowStart[r * groups + g + 1] = columns.length;
    });
  }
  return { n, groups, rowStart, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
