/**
 * One collision with counting fields on its unit:
 *
 *   Λ_s ρ = Tr_E Σ_c e^{−sA} W_c (ρ ⊗ X_s) W_c†
 *
 * as terms in groups, one for each value that the counts can take. X_s = e^{sA} η̄ with η dephased between eigenspaces of A (`tpm`), e^{sA} η
 * (`kd`), ½{e^{sA}, η} (`mh`), e^{sA/2} η e^{sA/2} (`sym`).
 */
import type { StreamElement } from "../../dynamics/channel.ts";
import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import { unitState } from "../../dynamics/joint.ts";
import { wrongValue } from "../../errors.ts";
import { lift } from "../../operators/algebra.ts";
import { broughtTo } from "../../operators/brought-to.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";
import { blockPairs } from "./collision-pairs.ts";
import { type Field, membersOf } from "./counts.ts";
import { commonBasis, inBasis, sameCounts } from "./spectral-basis.ts";
import { type GroupMark, TermCollector, type TiltedTerms } from "./tilted-terms.ts";

/** How a count treats coherence of what it reads. */
export type Scheme = "tpm" | "kd" | "mh" | "sym";

/** What fields take off, with a probability. */
interface Seen {
  readonly share: number;
  readonly value: readonly number[];
}

/** A unit with its state and what is counted of it, in a basis where all counts are diagonal. */
export interface CountedUnit {
  readonly eta: Operator;
  readonly vectors: Operator | null;
  /** `levels[x][f]`: what field f reads in state x of the unit that comes. */
  readonly levels: readonly (readonly number[])[];
  /** What the fields take off for state x of the unit that leaves, each with its probability: several where not all units are seen. */
  readonly outgoing: readonly (readonly Seen[])[];
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
  const read: { operator: Operator; field: number; incoming: number; outgoing: number }[] = [];
  const arrival = fields.map(() => 0);
  for (const member of members) {
    const onUnit = (A: Operator) => (member === collision ? A : lift(unit, A));
    fields.forEach((field, f) => {
      if (field.kind === "arrivals" && field.bath === member.bath) arrival[f] += 1;
      if (field.kind === "unit" && (field.bath === null || field.bath === member.bath)) {
        const A = broughtTo(member.unit, field.observable, field.argument, "the unit");
        if (!field.leaving && member.HE && !commonBasis(member.unit, [member.HE, A])) throw notDiagonal(field.argument);
        read.push({ operator: onUnit(A), field: f, incoming: field.leaving ? 0 : 1, outgoing: field.leaving ? -1 : 1 });
      }
      const factor = energyFactor(field, member);
      if (factor !== 0) read.push({ operator: onUnit(energyOf(field, member)), field: f, incoming: factor, outgoing: factor });
    });
  }
  const distinct = [...new Set(read.map(({ operator }) => operator))];
  const basis = commonBasis(unit, distinct);
  if (!basis)
    throw wrongValue("of", "count observables of a unit that commute with each other", null, "Count them apart.", "two of them do not");
  const readings = (side: "incoming" | "outgoing") =>
    Array.from({ length: unit.dimension }, (_, x) =>
      fields.map((_field, f) =>
        read.reduce(
          (sum, { operator, field, [side]: weight }) =>
            sum + (field !== f || weight === 0 ? 0 : weight * basis.values[distinct.indexOf(operator)][x]),
          0,
        ),
      ),
    );
  const [levels, leaving] = [readings("incoming"), readings("outgoing")];
  const size = [...levels, ...leaving].reduce((most, level) => level.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0);
  const eta = inBasis(unitState(collision.state), basis.vectors);
  let [coherence, whole] = [0, 0];
  eta.forEach((y, z, re, im) => {
    const entry = Math.max(Math.abs(re), Math.abs(im));
    whole = Math.max(whole, entry);
    if (!sameCounts(levels[y], levels[z], size)) coherence = Math.max(coherence, entry);
  });
  const outgoing = leaving.map((value) => seenOf(value, fields));
  return { eta, vectors: basis.vectors, levels, outgoing, size, coherent: coherence > 1e-13 * whole, arrival };
}

/** A reading of leaving units that misses some of them is one of several, at random. */
function seenOf(value: readonly number[], fields: readonly Field[]): readonly Seen[] {
  return fields.reduce<readonly Seen[]>(
    (list, field, f) => {
      const efficiency = field.kind === "unit" ? field.efficiency : 1;
      if (efficiency === 1 || value[f] === 0) return list;
      return list.flatMap(({ share, value: seen }) => [
        { share: share * efficiency, value: seen },
        { share: share * (1 - efficiency), value: seen.map((v, g) => (g === f ? 0 : v)) },
      ]);
    },
    [{ share: 1, value }],
  );
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
  { eta, vectors, levels, outgoing, size, arrival }: CountedUnit,
  factor: number,
  scheme: Scheme,
): void {
  const u = collision.unit.dimension;
  for (const blocks of blockPairs(system, collision, vectors)) {
    eta.forEach((y, z, etaRe, etaIm) => {
      const [re, im] = [factor * etaRe, factor * etaIm];
      const same = sameCounts(levels[y], levels[z], size);
      if (scheme === "tpm" && !same) return;
      for (let x = 0; x < u; x++) {
        const [left, right] = [blocks.left[x * u + y], blocks.right[x * u + z]];
        if (!left || !right) continue;
        const [first, second] = [levels[y], levels[z]];
        const add = (partRe: number, partIm: number, at: readonly number[], mark: GroupMark = {}) => {
          for (const { share, value } of outgoing[x]) {
            collector.add(
              left,
              right,
              share * partRe,
              share * partIm,
              arrival.map((a, f) => a + at[f] - value[f]),
              mark,
            );
          }
        };
        if (same) add(re, im, first);
        else if (scheme === "sym")
          add(
            re,
            im,
            first.map((a, f) => (a + second[f]) / 2),
          );
        else {
          add(re / 2, im / 2, first);
          add(re / 2, im / 2, second);
          if (scheme !== "kd") continue;
          // ½[e^{sA}, η] = i·B with B Hermitian
          add(im / 2, -re / 2, first, { imaginary: true });
          add(-im / 2, re / 2, second, { imaginary: true });
        }
      }
    });
  }
}
