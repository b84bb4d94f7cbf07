/**
 * One collision with counting fields on its unit:
 *
 *   Λ_s ρ = Tr_E Σ_c e^{−sA} W_c (ρ ⊗ X_s) W_c†
 *
 * as terms in groups, one for each value that the counts can take. X_s = e^{sA} η̄ with η dephased between eigenspaces of A (`tpm`), e^{sA} η
 * (`kd`), ½{e^{sA}, η} (`mh`), e^{sA/2} η e^{sA/2} (`sym`).
 */
import { jointOperators, type StreamElement, unitBlocks } from "../../dynamics/channel.ts";
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import { unitState } from "../../dynamics/joint.ts";
import type { Term } from "../../dynamics/terms.ts";
import { wrongValue } from "../../errors.ts";
import { lift } from "../../operators/algebra.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import type { Operator } from "../../operators/operator.ts";
import { type Space, tensor } from "../../spaces/space.ts";
import { type Field, membersOf } from "./counts.ts";
import { commonBasis, inBasis, sameCounts } from "./spectral-basis.ts";

/** How a count treats coherence of what it reads. */
export type Scheme = "tpm" | "kd" | "mh" | "sym";

/** Terms in groups with one vector of counts each; imaginary groups act with a factor i. */
export interface TiltedTerms {
  readonly terms: readonly Term[];
  readonly values: readonly (readonly number[])[];
  readonly imaginary: readonly boolean[];
}

/** Collects terms by the counts that they belong to. */
export class TermCollector {
  readonly terms: Term[] = [];
  readonly values: (readonly number[])[] = [];
  readonly imaginary: boolean[] = [];
  private readonly size: number;

  /** `size`: of the largest count, to tell values from rounding. */
  constructor(size: number) {
    this.size = size;
  }

  group(value: readonly number[], imaginary = false): number {
    const known = this.values.findIndex((other, k) => this.imaginary[k] === imaginary && sameCounts(other, value, this.size));
    if (known >= 0) return known;
    this.imaginary.push(imaginary);
    return this.values.push(value.map((v) => v || 0)) - 1;
  }

  add(left: Operator, right: Operator, re: number, im: number, value: readonly number[], imaginary = false): void {
    if (re === 0 && im === 0) return;
    this.terms.push({ left, right, re, im, group: this.group(value, imaginary) });
  }
}

/** A unit with its state and what is counted of it, in a basis where all counts are diagonal. */
export interface CountedUnit {
  readonly eta: Operator;
  readonly vectors: Operator | null;
  /** `levels[x][f]`: what field f reads in state x of the unit. */
  readonly levels: readonly (readonly number[])[];
  readonly size: number;
  /** η has coherence between states that the counts tell apart. */
  readonly coherent: boolean;
  /** What field f adds whenever this unit arrives. */
  readonly arrival: readonly number[];
}

/** What the fields read of the unit of one collision. */
export function countedUnit(dynamics: Pick<Collisions, "stream"> | null, collision: Collision, fields: readonly Field[]): CountedUnit {
  const { unit } = collision;
  const members = dynamics ? membersOf(dynamics as Collisions, collision) : [collision];
  const read: { operator: Operator; weights: number[] }[] = [];
  const arrival = fields.map(() => 0);
  for (const member of members) {
    const onUnit = (A: Operator) => (member === collision ? A : lift(unit, A));
    fields.forEach((field, f) => {
      const at = (factor: number) => fields.map((_, g) => (g === f ? factor : 0));
      if (field.kind === "arrivals" && field.bath === member.bath) arrival[f] += 1;
      if (field.kind === "unit" && (field.bath === null || field.bath === member.bath)) {
        const A = broughtTo(member.unit, field.observable, field.argument, "the unit");
        if (member.HE && !commonBasis(member.unit, [member.HE, A])) throw notDiagonal(field.argument);
        read.push({ operator: onUnit(A), weights: at(1) });
      }
      const factor = energyFactor(field, member);
      if (factor !== 0) read.push({ operator: onUnit(energyOf(field, member)), weights: at(factor) });
    });
  }
  const distinct = [...new Set(read.map(({ operator }) => operator))];
  const basis = commonBasis(unit, distinct);
  if (!basis)
    throw wrongValue("of", "count observables of a unit that commute with each other", null, "Count them apart.", "two of them do not");
  const levels = Array.from({ length: unit.dimension }, (_, x) =>
    fields.map((_, f) =>
      read.reduce(
        (sum, { operator, weights }) => sum + (weights[f] === 0 ? 0 : weights[f] * basis.values[distinct.indexOf(operator)][x]),
        0,
      ),
    ),
  );
  const size = levels.reduce((most, level) => level.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0);
  const eta = inBasis(unitState(collision.state), basis.vectors);
  let [coherence, whole] = [0, 0];
  eta.forEach((y, z, re, im) => {
    const entry = Math.max(Math.abs(re), Math.abs(im));
    whole = Math.max(whole, entry);
    if (!sameCounts(levels[y], levels[z], size)) coherence = Math.max(coherence, entry);
  });
  return { eta, vectors: basis.vectors, levels, size, coherent: coherence > 1e-13 * whole, arrival };
}

function notDiagonal(argument: string) {
  const remedy = "Count its part between levels of equal energy, or a function of H_E.";
  return wrongValue(argument, "be diagonal in the unit's energies", null, remedy, "it does not commute with H_E");
}

/** The factor of H_E in a field. */
function energyFactor(field: Field, { beta, bath }: Collision): number {
  switch (field.kind) {
    case "heat":
      return field.bath === null || field.bath === bath ? 1 : 0;
    case "work":
      return -1;
    case "entropy":
      if (beta === null || !Number.isFinite(beta)) {
        const but = `those of bath "${bath}" have ${beta === null ? "none" : "T = 0"}`;
        throw wrongValue("of", "leave `Sigma` out where units have no temperature above 0", null, "Count heat.", but);
      }
      return -beta;
    default:
      return 0;
  }
}

function energyOf(field: Field, { HE, bath }: Collision): Operator {
  if (HE) return HE;
  throw wrongValue(
    "of",
    "count what the units have",
    null,
    "Count an observable: { name, observable }.",
    `\`${field.name}\` needs H_E, which units of bath "${bath}" do not have`,
  );
}

/** Refuse maps that have no joint operators. */
export function requireExact({ evaluation }: Collision): void {
  if (evaluation !== "second") return;
  throw wrongValue("model", "collide exactly for counting", null, 'Use `evaluation: "exact"`.', "it is of second order");
}

/** The terms of one element of a stream; the parts of a mixture enter with their probabilities. */
export function tiltedElement(dynamics: Collisions, element: StreamElement, fields: readonly Field[], scheme: Scheme): TiltedTerms {
  const units = element.map(({ collision }) => countedUnit(dynamics, collision, fields));
  const collector = new TermCollector(units.reduce((most, { size }) => Math.max(most, size), 0));
  element.forEach(({ collision, probability }, k) => {
    addCollision(collector, dynamics.system, collision, units[k], probability, scheme);
  });
  return collector;
}

/** Add factor·Λ_s of one collision. */
export function addCollision(
  collector: TermCollector,
  system: Space,
  collision: Collision,
  { eta, vectors, levels, size, arrival }: CountedUnit,
  factor: number,
  scheme: Scheme,
): void {
  requireExact(collision);
  const { unit } = collision;
  const u = unit.dimension;
  const joint = tensor(system, unit);
  const turned = vectors && lift(joint, vectors);
  for (const W of jointOperators(system, collision)) {
    const blocks = unitBlocks(system, unit, turned ? inBasis(W, turned) : W);
    eta.forEach((y, z, etaRe, etaIm) => {
      const [re, im] = [factor * etaRe, factor * etaIm];
      const same = sameCounts(levels[y], levels[z], size);
      if (scheme === "tpm" && !same) return;
      for (let x = 0; x < u; x++) {
        const [left, right] = [blocks[x * u + y], blocks[x * u + z]];
        if (!left || !right) continue;
        const [out, first, second] = [levels[x], levels[y], levels[z]];
        const from = (at: (f: number) => number) => arrival.map((a, f) => a + at(f) - out[f]);
        if (same)
          collector.add(
            left,
            right,
            re,
            im,
            from((f) => first[f]),
          );
        else if (scheme === "sym")
          collector.add(
            left,
            right,
            re,
            im,
            from((f) => (first[f] + second[f]) / 2),
          );
        else {
          collector.add(
            left,
            right,
            re / 2,
            im / 2,
            from((f) => first[f]),
          );
          collector.add(
            left,
            right,
            re / 2,
            im / 2,
            from((f) => second[f]),
          );
          if (scheme !== "kd") continue;
          // ½[e^{sA}, η] = i·B with B Hermitian
          collector.add(
            left,
            right,
            im / 2,
            -re / 2,
            from((f) => first[f]),
            true,
          );
          collector.add(
            left,
            right,
            -im / 2,
            re / 2,
            from((f) => second[f]),
            true,
          );
        }
      }
    });
  }
}
