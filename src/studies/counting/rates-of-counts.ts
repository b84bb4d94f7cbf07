/** Long-time rates of all counts, as the result reports them: of the whole, or by component where several states are stationary. */
import { RunFailure } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { denseOf, type SparseReal } from "../../numerics/envelope.ts";
import { nullSpaces } from "../../numerics/svd.ts";
import { type CountedPart, covarianceFrom, cumulantsOf } from "./counted-parts.ts";
import type { CountingRates, CumulantRates } from "./counting-result.ts";
import type { Field } from "./counts.ts";
import { jetShape, type ScalarJet } from "./jet-algebra.ts";
import { JetCarrier } from "./jet-steps.ts";
import { rateSeries } from "./long-time-rates.ts";
import { processOf, type Stretch } from "./process-of-model.ts";
import { closedComponents } from "./rates-by-component.ts";
import { plainEnds } from "./starts-and-ends.ts";
import { byProducts, isSuspicious, type StationaryCycle, stationaryCycle, whyNoCycle } from "./stationary-cycle.ts";
import { bathsWithTemperature } from "./theorem-conditions.ts";
import { hasGenerator, restrictedTo, type TiltedProcess } from "./tilted-process.ts";
import { quantaOf } from "./value-lattice.ts";

/** Rates, or why there are none, with the stationary cycle of each part for what follows from it. */
export interface FoundRates {
  readonly rates: CountingRates | null;
  readonly reason: string | null;
  readonly cycles: readonly StationaryCycle[];
  readonly warnings: readonly string[];
}

const noRates = (reason: string): FoundRates => ({ rates: null, reason, cycles: [], warnings: [] });

/** Find the rates of all parts. */
export function ratesOfCounts(model: Model, parts: readonly CountedPart[], names: readonly string[], stretch: Stretch): FoundRates {
  try {
    return found(model, parts, names, stretch);
  } catch (error) {
    if (!(error instanceof RunFailure) || !parts.some(({ process }) => byProducts(process))) throw error;
    return noRates(error.message);
  }
}

function found(model: Model, parts: readonly CountedPart[], names: readonly string[], stretch: Stretch): FoundRates {
  if (model.noStationaryState) return noRates(model.noStationaryState);
  if (parts[0].process.driven && stretch.period === null)
    return noRates("An equation that depends on time has no long-time rates. Give `period` if it repeats.");
  if (parts[0].process.cycle === null) return noRates("A schedule of collisions has no long-time rates.");
  const large = parts.map(({ process }) => whyNoCycle(process)).find((reason) => reason !== null);
  if (large) return noRates(large);
  const starts = parts.map(({ process }) =>
    startOf(
      process.start.map(({ part }) => part),
      process.trace.length,
    ),
  );
  const cycles = parts.map(({ carrier }, k) => stationaryCycle(carrier, starts[k]));
  if (cycles.some((cycle) => cycle === null) && parts.some(({ process }) => byProducts(process))) {
    for (const cycle of cycles) cycle?.release();
    return noRates(SEVERAL_REPEAT);
  }
  if (cycles.every((cycle): cycle is StationaryCycle => cycle !== null && !severalStates(cycle))) {
    return { rates: whole(model, parts, names, cycles, stretch), reason: null, cycles, warnings: [] };
  }
  for (const cycle of cycles) cycle?.release();
  return byComponent(parts, names, starts);
}

const perOf = (process: TiltedProcess) => (hasGenerator(process) ? "time" : process.driven ? "period" : "cycle");

/** A near-singular system has a second stationary state where its null space says so. */
function severalStates(cycle: StationaryCycle): boolean {
  if (!isSuspicious(cycle)) return false;
  const n = cycle.state.length;
  return n > 200 || nullSpaces(n, denseOf(cycle.matrix as SparseReal), 1e-12).right.length > 1;
}

function startOf(pieces: readonly Float64Array[], n: number): Float64Array {
  const sum = new Float64Array(n);
  for (const piece of pieces) for (let q = 0; q < n; q++) sum[q] += piece[q];
  return sum;
}

function whole(
  model: Model,
  parts: readonly CountedPart[],
  names: readonly string[],
  cycles: readonly StationaryCycle[],
  stretch: Stretch,
): CountingRates {
  const series = parts.map(({ carrier }, k) => rateSeries(carrier, cycles[k]));
  const found = reported(parts, names, series);
  const sigma = entropyRate(model, stretch, parts[0], cycles[0], series[0]);
  const perName = (value: (name: string, c1: number, c2: number | null) => number | null) =>
    Object.fromEntries(
      names.map((name) => {
        const [c1, c2 = null] = found.cumulants[name];
        return [name, c1 === null || Math.abs(c1) <= 1e-13 * sizeOfCount(parts, name) ? null : value(name, c1, c2)];
      }),
    );
  return {
    ...found,
    per: perOf(parts[0].process),
    entropyProduction: sigma,
    fano: perName((name, c1, c2) => {
      const quantum = quantumOf(parts, name);
      return c2 === null || quantum === null ? null : c2 / (Math.abs(c1) * quantum);
    }),
    uncertaintyProduct: perName((_, c1, c2) => (c2 === null || sigma === null || sigma === 0 ? null : (c2 * sigma) / (c1 * c1))),
    components: null,
    residual: Math.max(...cycles.map(({ residual }) => residual)),
    condition: cycles.every(({ condition }) => condition !== null) ? Math.max(...cycles.map(({ condition }) => condition as number)) : null,
  };
}

function reported(parts: readonly CountedPart[], names: readonly string[], series: readonly ScalarJet[]): CumulantRates {
  const cumulants: Record<string, number[]> = {};
  const imaginary: Record<string, number[]> = {};
  for (const name of names) {
    const k = parts.findIndex(({ own }) => own.includes(name));
    const field = parts[k].fields.findIndex((other) => other.name === name);
    const list = cumulantsOf(parts[k], series[k], field);
    cumulants[name] = list.map(([re]) => re);
    imaginary[name] = list.map(([, im]) => im);
  }
  const covariances: Record<string, number | null> = {};
  names.forEach((a, i) => {
    for (const b of names.slice(i + 1)) {
      const at = covarianceFrom(parts, a, b);
      covariances[`${a},${b}`] = at && (series[at.part].re[at.place] || 0);
    }
  });
  return { cumulants, covariances, imaginary: parts.some(({ process }) => process.complex) ? imaginary : null };
}

function sizeOfCount(parts: readonly CountedPart[], name: string): number {
  return valuesOf(parts, name).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function quantumOf(parts: readonly CountedPart[], name: string): number | null {
  const part = parts.find(({ own }) => own.includes(name)) as CountedPart;
  if (part.process.steps.some(({ marks }) => marks.some(({ changing, degree }) => changing || degree))) return null;
  const found = quantaOf(valuesOf(parts, name));
  return found?.quanta.length === 1 ? found.quanta[0] : null;
}

function valuesOf(parts: readonly CountedPart[], name: string): readonly number[] {
  const part = parts.find(({ own }) => own.includes(name)) as CountedPart;
  const field = part.fields.findIndex((other) => other.name === name);
  return part.process.steps.flatMap(({ values }) => values.map((value) => value[field]));
}

/** −Σ β c₁ of the heat of all baths. */
function entropyRate(model: Model, stretch: Stretch, part: CountedPart, cycle: StationaryCycle, series: ScalarJet): number | null {
  const baths = bathsWithTemperature(model, stretch.steps);
  if (typeof baths === "string") return null;
  const { process, carrier } = part;
  const counted = baths.map(({ bath }) => part.fields.findIndex((field) => field.kind === "heat" && field.bath === bath));
  if (counted.every((f) => f >= 0))
    return baths.reduce((sum, { beta }, k) => sum - beta * series.re[carrier.shape.power(counted[k], 1)], 0);
  const fields: Field[] = baths.map(({ bath }) => ({ kind: "heat", name: `Q_${bath}`, bath }));
  try {
    const heat = processOf(model, fields, "mh", plainEnds(model.initial, fields.length), stretch);
    if (heat.coordinates.join() !== process.coordinates.join()) {
      const carrier = new JetCarrier(heat, jetShape(fields.length, 1));
      const own = stationaryCycle(carrier, heat.start[0].part);
      if (!own) return null;
      const sigma = production(carrier, own, baths);
      own.release();
      return sigma;
    }
    return production(new JetCarrier(heat, jetShape(fields.length, 1)), cycle, baths);
  } catch {
    return null;
  }
}

function production(carrier: JetCarrier, cycle: StationaryCycle, baths: readonly { readonly beta: number }[]): number {
  const { re } = rateSeries(carrier, cycle);
  return baths.reduce((sum, { beta }, f) => sum - beta * re[carrier.shape.power(f, 1)], 0);
}

const SEVERAL_REPEAT =
  "Several states repeat after a period, and what belongs to which is told apart on at most 400 coordinates of the state. Use fewer levels.";

const SEVERAL =
  "Several states are stationary: ln G grows with the components' weights, and no second cumulant per cycle belongs to the whole. See `components`.";

function byComponent(parts: readonly CountedPart[], names: readonly string[], starts: readonly Float64Array[]): FoundRates {
  const unresolved = noRates("Several states are stationary, and the parts that they belong to do not show in the basis of the system.");
  const split = parts.map(({ carrier }, k) => closedComponents(carrier, starts[k]));
  const [first] = split;
  if (!first || split.some((list) => list?.length !== first.length)) return unresolved;
  const components: (CumulantRates & { weight: number })[] = [];
  for (let c = 0; c < first.length; c++) {
    const own: CountedPart[] = [];
    const series: ScalarJet[] = [];
    for (let k = 0; k < parts.length; k++) {
      const { members } = (split[k] as typeof first)[c];
      const process = restrictedTo(parts[k].process, members);
      const carrier = new JetCarrier(process, parts[k].carrier.shape);
      const cycle = stationaryCycle(carrier, evenly(process.trace));
      if (!cycle || severalStates(cycle)) return unresolved;
      own.push({ ...parts[k], process, carrier });
      series.push(rateSeries(carrier, cycle));
      cycle.release();
    }
    components.push({ ...reported(own, names, series), weight: first[c].weight });
  }
  const mean = (name: string) => components.reduce((sum, { cumulants, weight }) => sum + weight * (cumulants[name][0] ?? 0), 0);
  const { orders } = parts[0].carrier.shape;
  const cumulants = Object.fromEntries(
    names.map((name) => [name, Array.from({ length: orders }, (_, n) => (n === 0 ? mean(name) : null))]),
  );
  const none = Object.fromEntries(names.map((name) => [name, null]));
  const rates: CountingRates = {
    per: perOf(parts[0].process),
    cumulants,
    covariances: Object.fromEntries(Object.keys(components[0].covariances).map((pair) => [pair, null])),
    imaginary: null,
    entropyProduction: null,
    fano: none,
    uncertaintyProduct: none,
    components,
    residual: null,
    condition: null,
  };
  return { rates, reason: SEVERAL, cycles: [], warnings: [SEVERAL] };
}

/** A vector of trace one on the populations of a component. */
function evenly(trace: Float64Array): Float64Array {
  const total = trace.reduce((sum, t) => sum + t, 0);
  return trace.map((t) => (t === 0 ? 0 : 1 / total));
}
