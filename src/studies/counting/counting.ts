/** Exact counting statistics: cumulants, rates, noise and distributions of heat, work, and whatever else units and jumps carry. */

import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { requireRunnable } from "../../models/require-model.ts";
import { PlanText } from "../../plan/plan-text.ts";
import { quasiTable } from "./coherence-of-units.ts";
import { type CountedPart, countedParts, covarianceFrom, cumulantsOf, seriesOf } from "./counted-parts.ts";
import { checkCounting, periodOf, recordsOf, startedModel } from "./counting-options.ts";
import type { CountingOptions, CountingResult } from "./counting-result.ts";
import { countedCollisions, type Field } from "./counts.ts";
import { flopsOfProducts } from "./cycle-by-products.ts";
import { countDistributions } from "./distributions-of-counts.ts";
import type { FiniteSeries } from "./finite-cumulants.ts";
import { comparedWithLedger } from "./first-moments.ts";
import { certificates } from "./fluctuation-theorems.ts";
import { noiseSpectra } from "./noise-of-counts.ts";
import { elementsOf } from "./process-of-model.ts";
import { type FoundRates, ratesOfCounts } from "./rates-of-counts.ts";
import { fieldsOf } from "./read-counts.ts";
import { logDominant } from "./real-fields.ts";
import { byProducts } from "./stationary-cycle.ts";
import { countedUnit } from "./tilted-collision.ts";

/**
 * Count what units bring, and what jumps carry, without sampling: G(s) = ⟨e^{s·q}⟩ of a tilted map or generator,
 *
 *   Λ_s ρ = Tr_E Σ_c e^{−sA} W_c (ρ ⊗ X_s) W_c†,   L_s = L + Σ_k ξ_k (e^{s·ν_k} − 1) J_k
 *
 * with derivatives at s = 0 exactly, by truncated power series through the maps. Energy into the system is positive: q = E_in − E_out.
 *
 * `of`: `"Q"`, `"Q_<bath>"` (heat), `"W"` (ΔE_S − Σq, by H_S at both ends), `"Sigma"` (entropy production of trajectories), `"N"`,
 * `"N_<bath>"` (jumps), or definitions `{ name, observable, bath }` of units (`leaving: true` reads them after the collision alone),
 * `{ name, jumps, weights, efficiency, dark }`, `{ name, current, phase, efficiency }` (an integrated homodyne current), `{ name, arrivals }`.
 * `steps` or `until` give cumulants K_n and distributions there; rates are per cycle of a stream (constant streams and mixtures: per
 * collision), per unit time, or per `period` of a driven equation. `scheme` says how coherence of units is treated: `tpm` measures (and changes the dynamics), `kd`, `mh` and
 * `sym` keep it, as quasi-probabilities that may be negative.
 *
 * Returns cumulants, covariances, rates, noise, distributions, residuals of the fluctuation theorems, and the first moments against the
 * ledger. Throws TypeError or RangeError for bad options, RunFailure where the model is too large.
 * Source: M. Esposito, U. Harbola, S. Mukamel, Rev. Mod. Phys. 81, 1665 (2009); G. T. Landi, M. J. Kewming, M. T. Mitchison,
 * P. P. Potts, PRX Quantum 5, 020201 (2024).
 *
 * @example
 * const q = qubit();
 * const light = { operator: sigmaMinus(q), rate: 1, bath: "light" };
 * const atom = masterEquation({ H: scaled(sigmaX(q), 0.5), jumps: [light], initial: [0, 1] });
 * counting(atom, { of: ["N_light"], orders: 2 }).rates.cumulants.N_light; // [0.333333, 0.111111]
 */
export function counting(model: Model, options: CountingOptions): CountingResult {
  return countingTold(model, options, () => {});
}

/** Hears what is about to be done, and about how many operations it takes. */
export type Told = (work: "cumulants" | "rates" | "distribution", operations: number) => void;

/** `counting`, with what takes long told before it begins. */
export function countingTold(model: Model, options: CountingOptions, tell: Told): CountingResult {
  requireRunnable(model);
  checkCounting(options);
  const started = startedModel(model, options);
  const records = recordsOf(started, options);
  const { scheme = "tpm", orders = 4, signal } = options;
  const { dynamics } = started;
  const collisions = dynamics.kind === "collisions";
  const cycle = collisions && dynamics.stream.kind === "cyclic" ? dynamics.stream.collisions.length : 1;
  const steps = collisions ? Math.max(cycle, records.at(-1) ?? 0) : 1;
  const period = periodOf(started, options);
  const stretch = { steps, period, horizon: Math.max(period ?? 0, collisions ? 0 : (records.at(-1) ?? 0)) };
  const elements = elementsOf(started, steps);
  const fields = fieldsOf(started, options.of, countedCollisions(started, elements));
  const names = fields.map(({ name }) => name);
  requireReal(options, scheme);
  const { parts, startDephased } = countedParts(started, started.initial, fields, scheme, orders, stretch);
  const ledger = comparedWithLedger(started, parts, scheme, stretch);
  if (!collisions && records.length > 0)
    tell(
      "cumulants",
      total(parts, ({ carrier }) => carrier.operations(0, records.at(-1) as number)),
    );
  const series = records.length > 0 ? parts.map((part, k) => seriesOf(part, records, k === 0 ? ledger.visit : undefined, signal)) : [];
  if (options.steady !== false)
    tell(
      "rates",
      total(parts, ({ process }) => (byProducts(process) && period ? flopsOfProducts(process) : 0)),
    );
  const found: FoundRates =
    options.steady === false
      ? { rates: null, reason: "`steady` is false.", cycles: [], warnings: [] }
      : ratesOfCounts(started, parts, names, stretch);
  const last = records.at(-1) ?? null;
  const reasons: Record<string, string> = {};
  if (found.reason) reasons.rates = found.reason;
  const noise = options.omega ? noiseOf(parts, found, names, options.omega, reasons) : null;
  const firstMoments = ledger.result(records, series, found);
  for (const cycle of found.cycles) cycle.release();
  const distributions =
    last === null ? [] : countDistributions(parts, names, last, series, options, (operations) => tell("distribution", operations));
  const coherent = coherentUnits(started, elements, fields);
  const imaginary = parts.some(({ process }) => process.complex);
  return {
    model: model.name,
    parameters: model.parameters,
    scheme,
    counts: names,
    axis: { name: collisions ? "collision" : "time", values: records },
    cumulants: byName(parts, names, series, records, 0),
    covariances: covariances(parts, names, series),
    imaginary: imaginary && records.length > 0 ? byName(parts, names, series, records, 1) : null,
    rates: found.rates,
    noise: noise && { omega: noise.omega, S: noise.S, lines: noise.lines },
    distributions,
    generating: (options.at ?? []).map((at, k) => generatingAt(parts, names, at, `at[${k}]`)),
    theorems: options.theorems === false ? null : certificates(started, stretch, last),
    firstMoments,
    quasi: coherent && collisions ? quasiTable(dynamics, elements[0][0].collision, unitFields(fields), started.initial) : null,
    reasons,
    warnings: [
      ...warningsOf(
        started,
        found,
        scheme,
        coherent && (Object.keys(firstMoments).length > 0 ? "compared" : "alone"),
        startDephased,
        fields,
      ),
      ...(noise?.warnings ?? []),
    ],
    plan: new PlanText(parts.map(planOf).join("\n")),
  };
}

function total(parts: readonly CountedPart[], of: (part: CountedPart) => number): number {
  return parts.reduce((sum, part) => sum + of(part), 0);
}

function requireReal({ omega, at }: CountingOptions, scheme: string): void {
  if (scheme !== "kd") return;
  const [name, value] = omega ? ["omega", omega] : ["at", at];
  if (value)
    throw wrongValue(
      name as string,
      "be left out for complex quasi-probabilities",
      null,
      'Use the scheme "mh" or "sym".',
      'the scheme is "kd"',
    );
}

const unitFields = (fields: readonly Field[]) => fields.filter(({ kind }) => kind === "heat" || kind === "unit" || kind === "work");

/** The first unit of a stream has coherence between what is counted. */
function coherentUnits({ dynamics }: Model, elements: ReturnType<typeof elementsOf>, fields: readonly Field[]): boolean {
  if (dynamics.kind !== "collisions")
    return (dynamics.arrivals ?? []).some(({ collision }) => countedUnit(null, collision, fields).coherent);
  return elements.some((element) => element.some(({ collision }) => countedUnit(dynamics, collision, fields).coherent));
}

function byName(
  parts: readonly CountedPart[],
  names: readonly string[],
  series: readonly FiniteSeries[],
  records: readonly number[],
  half: 0 | 1,
) {
  return Object.fromEntries(
    names.map((name) => {
      const k = parts.findIndex(({ own }) => own.includes(name));
      const field = parts[k].fields.findIndex((other) => other.name === name);
      const lists = records.map((_, r) => cumulantsOf(parts[k], series[k].logarithms[r], field));
      return [name, Array.from({ length: parts[k].carrier.shape.orders }, (_, n) => lists.map((list) => list[n][half]))];
    }),
  );
}

function covariances(parts: readonly CountedPart[], names: readonly string[], series: readonly FiniteSeries[]) {
  const out: Record<string, (number | null)[]> = {};
  names.forEach((a, i) => {
    for (const b of names.slice(i + 1)) {
      const at = covarianceFrom(parts, a, b);
      if (series.length === 0) out[`${a},${b}`] = [];
      else out[`${a},${b}`] = series[0].logarithms.map((_, r) => at && (series[at.part].logarithms[r].re[at.place] || 0));
    }
  });
  return out;
}

function noiseOf(
  parts: readonly CountedPart[],
  { cycles }: FoundRates,
  names: readonly string[],
  omega: readonly number[],
  reasons: Record<string, string>,
) {
  if (cycles.length === 0) {
    reasons.noise = "Noise belongs to one stationary state, and there is none, or more than one.";
    return null;
  }
  if (cycles.some(({ matrix }) => matrix === null)) {
    reasons.noise = "Noise of a driven equation needs the map of its period, which is made on at most 400 coordinates. Use fewer levels.";
    return null;
  }
  const spectra = parts.map(({ process }, k) => noiseSpectra(process, cycles[k], omega));
  const of = (name: string) => {
    const k = parts.findIndex(({ own }) => own.includes(name));
    return spectra[k][parts[k].fields.findIndex((field) => field.name === name)];
  };
  return {
    omega: [...omega],
    S: Object.fromEntries(names.map((name) => [name, [...of(name).S]])),
    lines: Object.fromEntries(names.map((name) => [name, of(name).lines])),
    warnings: [...new Set(spectra.flatMap((list) => list.flatMap(({ warnings }) => warnings)))],
  };
}

function generatingAt(
  parts: readonly CountedPart[],
  names: readonly string[],
  at: Readonly<Record<string, number>>,
  argument: string,
): number | null {
  for (const name of Object.keys(at)) if (!names.includes(name)) throw wrongValue(argument, `name counts (${names.join(", ")})`, name);
  const part = parts.find(({ fields }) => Object.keys(at).every((name) => fields.some((field) => field.name === name)));
  if (!part) throw wrongValue(argument, "name counts that are counted together", null, "", "it does not");
  const s = part.fields.map(({ name }) => at[name] ?? 0);
  const found = logDominant(part.process, s);
  if (Number.isNaN(found)) throw wrongValue(argument, "have fields s at which e^(sq) is a number", s, "Take s nearer to 0.");
  return found;
}

function warningsOf(
  model: Model,
  found: FoundRates,
  scheme: string,
  coherent: false | "compared" | "alone",
  startDephased: boolean,
  fields: readonly Field[],
): readonly string[] {
  const more: string[] = [];
  if (coherent && scheme === "tpm") {
    const remedy = coherent === "compared" ? 'See `firstMoments`, or use "mh".' : 'The scheme "mh" keeps the first moments of the model.';
    more.push(
      `Units have coherence between what is counted, which the scheme "tpm" measures away: it counts in another dynamics. ${remedy}`,
    );
  }
  if (coherent && scheme !== "tpm")
    more.push(`Units have coherence between what is counted: the scheme "${scheme}" gives quasi-probabilities, which may be negative.`);
  if (startDephased)
    more.push(
      "`W` starts from a measurement of H_S, which takes the start's coherence between energies away; covariances with `W` do so too.",
    );
  if (isOfSecondOrder(model))
    more.push("Collisions are of second order: their map is not positive, and probabilities of counts may be negative.");
  if (fields.some(({ kind }) => kind === "work") && fields.some(({ kind }) => kind === "entropy"))
    more.push("`W` and `Sigma` measure the system in two ways and have no covariance.");
  return [...model.warnings, ...found.warnings, ...more];
}

function isOfSecondOrder({ dynamics }: Model): boolean {
  return (
    dynamics.kind === "collisions" &&
    elementsOf({ dynamics } as Model, 1).some((list) => list.some(({ collision }) => collision.evaluation === "second"))
  );
}

function planOf({ process, fields, carrier }: CountedPart): string {
  const maps = process.continuous
    ? process.driven
      ? "one tilted generator that depends on time"
      : "one tilted generator"
    : `${process.steps.length} tilted ${process.steps.length === 1 ? "map" : "maps"}`;
  const groups = process.steps.reduce((sum, { values }) => sum + values.length, 0);
  return `${fields.map(({ name }) => name).join(", ")}: ${maps} of ${groups} values on ${process.n} coordinates, series of ${carrier.shape.exponents.length} powers`;
}
