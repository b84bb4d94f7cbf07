/** Equations whose events are seen one by one, as data: jumps with their detectors, or units that arrive at random times and are read. */
import { eigenstatesOf } from "../../dynamics/arrivals.ts";
import { jointOperators, unitBlocks } from "../../dynamics/channel.ts";
import type { Collision } from "../../dynamics/collisions.ts";
import { detectorsOf } from "../../dynamics/detectors.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { unitState } from "../../dynamics/joint.ts";
import { generatorTerms, hamiltonianAt } from "../../dynamics/lower.ts";
import type { Detection, Reading } from "../../dynamics/measurements.ts";
import type { Term } from "../../dynamics/terms.ts";
import { didYouMean, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { identity, plus, scale, zero } from "../../operators/algebra.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import { constantGenerator } from "./constant-generator.ts";
import { addReadTerms, bathsOf } from "./read-terms.ts";

/** What happens between events, and at each kind of them. */
export interface ClickingEquation {
  readonly system: Space;
  readonly outcomes: readonly string[];
  /** 𝒩 between events. */
  readonly between: readonly Term[];
  /** 𝒥_m with its rate, for each outcome. */
  readonly clicks: readonly (readonly Term[])[];
  /** Terms that reach whatever those reach. */
  readonly reach: readonly Term[];
  /** Where every event is seen and each has one operator, 𝒥_m = γ L · L†: they and H are the whole equation; else null. */
  readonly pure: { readonly H: Operator; readonly jumps: readonly { readonly L: Operator; readonly rate: number }[] } | null;
}

/** The equation of a model that is watched. Throws for models that cannot be watched so. */
export function clickingEquation(model: Model, by: Detection | Reading): ClickingEquation {
  return by.kind === "jumps" ? watchedJumps(model, by) : readArrivals(model, by);
}

/** 𝒩 = 𝓛 − Σ(ξ𝒥 + ν) between clicks, ξ𝒥 + ν at them. */
function watchedJumps(model: Model, by: Detection): ClickingEquation {
  const generator = constantGenerator(model, "it watches jumps", "its jumps to be watched");
  const detectors = detectorsOf(generator, by);
  const { terms } = generatorTerms(generator);
  const one = identity(generator.system);
  const clicks = detectors.map(({ jump, rate, efficiency, background }): Term[] => [
    ...(efficiency > 0 ? [{ left: jump.left, right: jump.right, re: rate * efficiency, im: 0, group: 0 }] : []),
    ...(background > 0 ? [{ left: one, right: one, re: background, im: 0, group: 0 }] : []),
  ]);
  const perfect = detectors.every(({ efficiency, background }) => efficiency === 1 && background === 0);
  return {
    system: generator.system,
    outcomes: detectors.map(({ name }) => name),
    between: [...terms, ...clicks.flat().map((term) => ({ ...term, re: -term.re }))],
    clicks,
    reach: terms,
    pure: perfect ? { H: hamiltonianAt(generator), jumps: detectors.map(({ jump, rate }) => ({ L: jump.left, rate })) } : null,
  };
}

/** 𝒩 = 𝓛 − Σ_j r_j Λ_j between arrivals of units that are read, Σ_j r_j 𝓜_jm at them; arrivals of others are not seen. */
function readArrivals(model: Model, { units, effects, names }: Reading): ClickingEquation {
  const generator = constantGenerator(model, "it reads units", "its units to be read");
  const { system, beside = [] } = generator;
  const arrivals = arrivalsOf(generator);
  const baths = [...new Set(arrivals.flatMap(({ collision }) => bathsOf(collision)))];
  if (units !== null && !baths.includes(units))
    throw wrongValue("by.units", "name the bath of some units", units, didYouMean(units, baths));
  const own: Generator = { ...generator, dissipators: beside };
  const one = identity(system);
  const between: Term[] = [...generatorTerms(own).terms];
  const clicks: Term[][] = names.map(() => []);
  const read: { readonly collision: Collision; readonly rate: number; readonly noted: readonly Operator[] }[] = [];
  for (const { collision, rate } of arrivals) {
    if (rate === 0) continue;
    between.push({ left: one, right: one, re: -rate, im: 0, group: 0 });
    if (units !== null && !bathsOf(collision).includes(units)) {
      addReadTerms(between, system, collision, rate, [identity(collision.unit)]);
      continue;
    }
    const noted = effects.map((E) => broughtTo(collision.unit, E, "by", "the unit"));
    const terms: Term[] = [];
    addReadTerms(terms, system, collision, rate, noted);
    for (const term of terms) clicks[term.group].push({ ...term, group: 0 });
    read.push({ collision, rate, noted });
  }
  const alone = read.length === 1 && arrivals.every(({ rate, collision }) => rate === 0 || collision === read[0].collision);
  const kraus = alone && beside.length === 0 ? read[0].noted.map((E) => operatorOfReading(system, read[0].collision, E)) : [null];
  const jumps = kraus.flatMap((L) => (L ? [{ L, rate: read[0].rate }] : []));
  return {
    system,
    outcomes: names,
    between,
    clicks,
    reach: [...between, ...clicks.flat()],
    pure: jumps.length === kraus.length ? { H: hamiltonianAt(own), jumps } : null,
  };
}

/** The arrivals of a master equation. Throws where it has none. */
export function arrivalsOf({ arrivals }: Generator): NonNullable<Generator["arrivals"]> {
  if (arrivals) return arrivals;
  const remedy = "Watch its jumps: jumps().";
  throw wrongValue("model", "be a collision model for its units to be read", null, remedy, "it is a master equation, which has no units");
}

/** ⟨e|W|η⟩ for a reading of one state |e⟩ of units that come in one state and lose nothing; null for others. */
function operatorOfReading(system: Space, collision: Collision, E: Operator): Operator | null {
  const [noted, came] = [E, unitState(collision.state)].map((A) => eigenstatesOf(A).filter(({ weight }) => weight > PURE));
  const joint = jointOperators(system, collision);
  if (noted.length !== 1 || came.length !== 1 || joint.length !== 1) return null;
  const blocks = unitBlocks(system, collision.unit, joint[0]);
  const size = Math.sqrt(noted[0].weight * came[0].weight);
  const parts = noted[0].amplitudes.flatMap(([x, xRe, xIm]) =>
    came[0].amplitudes.flatMap(([y, yRe, yIm]) => {
      const block = blocks[x * collision.unit.dimension + y];
      return block ? [scale(block, size * (xRe * yRe + xIm * yIm), size * (xRe * yIm - xIm * yRe))] : [];
    }),
  );
  return plus(zero(system), ...parts);
}

/** Weights below this are rounding. */
const PURE = 1e-14;
