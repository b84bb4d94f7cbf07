/**
 * A master equation with counting fields on its jumps and currents:
 *
 *   L_s = L + Σ_k ξ_k (e^{s·ν_k} − 1) J_k + ν(e^s − 1) + s√ξ(cρ + ρc†) + s²/2,
 *   or of collisions at random times   L_s = −i[H, ·] + Σ_j r_j (Λ_s − 1)
 *
 * as terms in groups, one for each value of the counts and each function of time.
 */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Dissipator, Generator } from "../../dynamics/generator.ts";
import { generatorTerms } from "../../dynamics/lower.ts";
import { cos, sin } from "../../numerics/scalar.ts";
import { dag, identity, minus, plus, scale, times } from "../../operators/algebra.ts";
import { besideArrivals, type Field } from "./counts.ts";
import { type CountOfJump, countOfJump, waysOf } from "./counts-of-jumps.ts";
import { addCollision, countedUnit, type Scheme } from "./tilted-collision.ts";
import { type GroupMark, TermCollector, type TiltedTerms } from "./tilted-terms.ts";

/** The terms of a tilted generator. */
export function tiltedGenerator(whole: Generator, fields: readonly Field[], scheme: Scheme): TiltedTerms {
  const { arrivals = [] } = whole;
  const generator = besideArrivals(whole);
  const { terms, coefficients } = generatorTerms(generator);
  const units = arrivals.map(({ collision }) => countedUnit(null, collision, fields));
  const jumps = generator.dissipators.flatMap((jump, k) =>
    waysOf(jump).map((way) => ({ k, share: way.share, counts: fields.map((field) => countOfJump(generator, k, field, way)) })),
  );
  const sizes = [
    ...units.map(({ size }) => size),
    ...jumps.flatMap(({ counts }) => counts.map(({ value }) => Math.abs(value))),
    ...fields.map(darkOf).map(Math.sign),
  ];
  const collector = new TermCollector(sizes.reduce((most, size) => Math.max(most, size), 0));
  const none = fields.map(() => 0);
  collector.group(none);
  for (const { left, right, re, im, group } of terms) {
    const coefficient = coefficients[group];
    collector.add(left, right, re, im, none, isTimeFunction(coefficient) ? { coefficient } : {});
  }
  const one = identity(generator.system);
  arrivals.forEach(({ collision, rate }, k) => {
    collector.add(one, one, -rate, 0, none);
    addCollision(collector, generator.system, collision, units[k], rate, scheme);
  });
  for (const { k, share, counts } of jumps) addJump(collector, generator.dissipators[k], share, counts);
  fields.forEach((field, f) => {
    const unit = none.map((_, g) => (g === f ? 1 : 0));
    const dark = darkOf(field);
    collector.add(one, one, -dark, 0, none);
    collector.add(one, one, dark, 0, unit);
    if (field.kind === "current") addCurrent(collector, generator, field, unit);
  });
  return collector;
}

const darkOf = (field: Field): number => (field.kind === "jumps" ? field.dark : 0);

/** ξ(e^{s·ν} − 1)J of a share of one jump; what several fields see with efficiencies of their own is seen by each at random. */
function addJump(collector: TermCollector, { left, right, rate }: Dissipator, part: number, counts: readonly CountOfJump[]): void {
  const none = counts.map(() => 0);
  const [size, coefficient] = isTimeFunction(rate) ? [part, { coefficient: rate }] : [part * rate, {}];
  let seen: { readonly share: number; readonly fields: readonly number[] }[] = [{ share: 1, fields: [] }];
  counts.forEach(({ value, shares, efficiency }, f) => {
    if (value === 0 && shares.length === 0) return;
    seen = seen.flatMap(({ share, fields }) => [
      { share: share * efficiency, fields: [...fields, f] },
      { share: share * (1 - efficiency), fields },
    ]);
  });
  for (const { share, fields } of seen) {
    if (share === 0 || fields.length === 0) continue;
    collector.add(left, right, -share * size, 0, none, coefficient);
    const value = none.map((_, f) => (fields.includes(f) ? counts[f].value : 0));
    const moving = fields.some((f) => counts[f].shares.length > 0);
    const changing = (t: number) =>
      none.map((_, f) => (fields.includes(f) ? counts[f].shares.reduce((sum, part) => sum + part.omega * part.at(t), counts[f].value) : 0));
    const mark: GroupMark = moving ? { ...coefficient, changing } : coefficient;
    collector.add(left, right, share * size, 0, value, mark);
  }
}

/** s√ξ(cρ + ρc†) + s²/2 with c = √γ L e^{−iφ}. */
function addCurrent(
  collector: TermCollector,
  { system }: Generator,
  { jump, phase, efficiency }: Extract<Field, { kind: "current" }>,
  unit: readonly number[],
): void {
  const one = identity(system);
  const size = Math.sqrt(efficiency * (jump.rate as number));
  const c = scale(jump.left, size * cos(phase), -size * sin(phase));
  const none = unit.map(() => 0);
  if (size > 0) {
    collector.add(c, one, 1, 0, none, { degree: unit });
    collector.add(one, c, 1, 0, none, { degree: unit });
  }
  collector.add(one, one, 1, 0, none, { degree: unit.map((d) => 2 * d) });
}

/** Σ γ (L R† − R†L) = 0: the jumps leave the maximally mixed state alone. */
export function isUnital({ dissipators }: Generator): boolean {
  if (dissipators.length === 0) return true;
  if (dissipators.some(({ rate }) => isTimeFunction(rate))) return false;
  const change = plus(
    ...dissipators.map(({ left, right, rate }) => scale(minus(times(left, dag(right)), times(dag(right), left)), rate as number)),
  );
  return change.values.every((value) => Math.abs(value) <= 1e-13);
}
