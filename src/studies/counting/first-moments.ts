/** First moments of heat beside the ledger of the model itself. */

import { streamElements } from "../../dynamics/channel.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import type { Model } from "../../models/model.ts";
import { expmReal } from "../../numerics/expm.ts";
import { dot } from "../../numerics/vectors.ts";
import { meanValue } from "../../observables/variance.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { matrixGroup } from "../../sectors/matrix-group.ts";
import { discoverSector } from "../../sectors/sector.ts";
import { periodicSteady } from "../../solvers/periodic.ts";
import { run } from "../../solvers/run.ts";
import { steady } from "../../solvers/steady.ts";
import { type CountedPart, cumulantsOf } from "./counted-parts.ts";
import type { FirstMoment } from "./counting-result.ts";
import type { Field } from "./counts.ts";
import type { FiniteSeries, Visit } from "./finite-cumulants.ts";
import { heatRate, heatReadings } from "./ledger-of-counts.ts";
import { elementsOf, type Stretch } from "./process-of-model.ts";
import type { FoundRates } from "./rates-of-counts.ts";
import { countedUnit, type Scheme } from "./tilted-collision.ts";

/** Adds the ledger's heat up while a series runs, and compares in the end. */
export interface LedgerComparison {
  readonly visit: Visit | undefined;
  result(records: readonly number[], series: readonly FiniteSeries[], found: FoundRates): Readonly<Record<string, FirstMoment>>;
}

/** Prepare to compare the counts of heat of the first part (or of work's part). */
export function comparedWithLedger(
  model: Model,
  parts: readonly CountedPart[],
  scheme: Scheme,
  { steps, period }: Stretch,
): LedgerComparison {
  const [part] = parts;
  const heat = part.fields.flatMap((field, at) =>
    field.kind === "heat" && part.own.includes(field.name) && isLedgers(model, field, steps) ? [{ field, at }] : [],
  );
  if (heat.length === 0) return { visit: undefined, result: () => ({}) };
  if (part.process.driven)
    return {
      visit: undefined,
      result: (records, _, found) => (records.length > 0 || period === null ? {} : overPeriod(model, period, heat, found)),
    };
  const { coordinates } = part.process;
  const readings = heat.map(({ field }) =>
    heatReadings(model, part.process.sector, field.bath, steps).map((f) => Float64Array.from(coordinates, (q) => f[q])),
  );
  const sums = heat.map(() => 0);
  const { dynamics } = model;
  const own = dynamics.kind === "collisions" ? streamElements(dynamics, steps).indexAt : null;
  // what is measured away is not in the ledger's dynamics: the model itself is run
  const other = scheme === "tpm" && dynamics.kind === "collisions" && part.process.start.length >= 1 && disturbs(model, part, steps);
  const otherRates = scheme === "tpm" && dynamics.kind === "generator" && arrivalsAreDisturbed(model, part);
  const visit: Visit | undefined =
    own && !other
      ? (n, state) => {
          readings.forEach((list, k) => {
            sums[k] += dot(list[own(n)], state);
          });
        }
      : undefined;
  return {
    visit,
    result(records, series, { cycles }) {
      const last = records.at(-1);
      const moments: Record<string, FirstMoment> = {};
      heat.forEach(({ field, at }, k) => {
        if (last !== undefined && own) {
          const counted = cumulantsOf(part, series[0].logarithms.at(-1) as never, at)[0][0];
          add(moments, field.name, counted, other ? ledgerOfRun(model, field, last) : sums[k]);
        } else if (last !== undefined && own === null) {
          const ledger = heatUntil(model, field, last);
          if (ledger !== null) add(moments, field.name, cumulantsOf(part, series[0].logarithms.at(-1) as never, at)[0][0], ledger);
        } else if (own === null && cycles.length > 0) {
          const c1 = dotFirst(part, cycles[0].state, at);
          add(moments, field.name, c1, otherRates ? rateOfModel(model, field) : dot(readings[k][0], cycles[0].state));
        }
      });
      return moments;
    },
  };
}

/** Rates per period against the heats of the state that repeats, found on its own. */
function overPeriod(
  model: Model,
  period: number,
  heat: readonly { readonly field: Extract<Field, { kind: "heat" }> }[],
  { rates }: FoundRates,
): Readonly<Record<string, FirstMoment>> {
  if (!rates) return {};
  const { heats } = periodicSteady(model, { period, observables: [] });
  const moments: Record<string, FirstMoment> = {};
  for (const { field } of heat) {
    const mean = field.bath === null ? Object.values(heats).reduce((sum, one) => sum + one, 0) : (heats[field.bath] ?? 0);
    add(moments, field.name, rates.cumulants[field.name][0] ?? Number.NaN, period * mean);
  }
  return moments;
}

function add(moments: Record<string, FirstMoment>, name: string, counted: number, ledger: number): void {
  moments[name] = { counted, ledger, difference: counted - ledger };
}

/** Heat of units is in the ledger; heat of the jumps between collisions is not. */
function isLedgers({ dynamics }: Model, { kind, bath }: Extract<Field, { kind: "heat" }>, steps: number): boolean {
  if (kind !== "heat") return false;
  if (dynamics.kind === "generator") return true;
  if (bath === null) return !dynamics.idle || dynamics.idle.generator.dissipators.length === 0;
  const met = new Set<string>();
  const { stream } = dynamics;
  if (stream.kind === "joint") for (const member of stream.collisions) met.add(member.bath);
  else for (const element of elementsOf({ dynamics } as Model, steps)) for (const { collision } of element) met.add(collision.bath);
  return met.has(bath);
}

function disturbs(model: Model, { fields }: CountedPart, steps: number): boolean {
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") return false;
  return elementsOf(model, steps).some((element) => element.some(({ collision }) => countedUnit(dynamics, collision, fields).coherent));
}

function arrivalsAreDisturbed({ dynamics }: Model, { fields }: CountedPart): boolean {
  if (dynamics.kind !== "generator") return false;
  return (dynamics.arrivals ?? []).some(({ collision }) => countedUnit(null, collision, fields).coherent);
}

/** Heat per unit time in the stationary state of the model itself. */
function rateOfModel(model: Model, { bath }: Extract<Field, { kind: "heat" }>): number {
  return meanValue(steady(model, { observables: [] }).state, heatRate(model, bath))[0];
}

/** Coordinates of an equation along which heat is integrated at most: the exponential is dense. */
const MOST_INTEGRATED = 128;

/** Heat from the start to a time along the model's own constant equation, by the exponential of (L 0; q 0); null for large ones. */
function heatUntil(model: Model, { bath }: Extract<Field, { kind: "heat" }>, last: number): number | null {
  const { dynamics, initial } = model;
  if (dynamics.kind !== "generator") return null;
  const { terms } = generatorTerms(dynamics);
  const start = withoutZeros(initial);
  const sector = discoverSector(terms, dynamics.system.dimension, [start], { coordinates: MOST_INTEGRATED });
  if (!sector) return null;
  const n = sector.count;
  const L = matrixGroup(lowerTerms({ terms, groups: ["all"], weights: [1] }, sector), 0);
  const M = new Float64Array((n + 1) * (n + 1));
  for (let r = 0; r < n; r++) for (let e = L.rowStart[r]; e < L.rowStart[r + 1]; e++) M[r * (n + 1) + L.columns[e]] += L.values[e] * last;
  denseFunctional(expectationFunctionals(sector, heatRate(model, bath)).re, n).forEach((value, q) => {
    M[n * (n + 1) + q] = value * last;
  });
  return dot(expmReal(n + 1, M).subarray(n * (n + 1), n * (n + 1) + n), toCoordinates(sector, start));
}

function ledgerOfRun(model: Model, { bath }: Extract<Field, { kind: "heat" }>, last: number): number {
  const name = bath === null ? "Q_total" : `Q_${bath}_total`;
  if (last === 0) return 0;
  return run(model, { steps: last, saveEvery: last, observables: [name] }).observables[name].at(-1) ?? Number.NaN;
}

/** Tr L′_a ρ of a generator. */
function dotFirst({ carrier, process }: CountedPart, state: Float64Array, field: number): number {
  const x = new Float64Array(process.n);
  x.set(state);
  const u = carrier.shape.exponents.map((_, k) => (k === 0 ? x : null));
  const image = carrier.applied(carrier.matrices(0), u)[carrier.shape.power(field, 1)];
  return image ? dot(process.trace, image) : 0;
}
