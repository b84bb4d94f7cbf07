/**
 * The master equation that a collision model tends to as τ → 0, found from its operators.
 *
 *   V/√τ:  dρ/dt = −i[H_S, ρ] + Tr_E[V(ρ⊗η)V − ½{V², ρ⊗η}],   needs Tr_E[V η] = 0
 *   V:     dρ/dt = −i[H_S + Tr_E[V η], ρ]                      (short weak kicks only drive)
 *
 * Source: Román-Ancheyta et al., App. A; Cusumano & De Chiara, Sec. II. Rates of heat and work: their Eqs. (24).
 */

import { wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { commutator, lift, plus, scale, times } from "../operators/algebra.ts";
import { isDiagonal } from "../operators/checks.ts";
import type { Operator } from "../operators/operator.ts";
import { tensor } from "../spaces/space.ts";
import type { Contact } from "./contact.ts";
import type { Dissipator, Generator } from "./generator.ts";
import { averageOverUnit, blocksOf } from "./joint.ts";
import { requireContact } from "./require-dynamics.ts";

/** A limit with what it books: each rate is the expectation value of an operator in the present state. */
export interface GeneratorLimit {
  readonly generator: Generator;
  /** d⟨H_S⟩/dt, heat and work per unit time, positive into the system; null where the limit diverges. */
  readonly rates: LimitRates | null;
}

/** Energies per unit time as operators. */
export interface LimitRates {
  readonly dU: Operator;
  readonly Q: Operator;
  readonly W: Operator;
  /** Q by bath; units of one bath add up. */
  readonly heat: Readonly<Record<string, Operator>>;
  /** Σ = dS/dt + ⟨flux⟩, which is −Σ βQ for thermal units; null where a unit's state has no logarithm. */
  readonly flux: Operator | null;
}

/**
 * Derive the limit of one or several contacts that take turns or act together (their dissipators add).
 *
 * @param contacts contacts of one system; all with the same scaling
 * @returns generator and rates; throws when a V/√τ contact has Tr_E[V η] ≠ 0, because its drive then diverges as 1/√τ
 */
export function generatorLimit(...contacts: readonly Contact[]): GeneratorLimit {
  contacts.forEach((contact, k) => void requireContact(contact, `contacts[${k}]`));
  if (contacts.length === 0) throw wrongValue("contacts", "hold at least one contact", null, "", "none was given");
  const [first] = contacts;
  const driven = contacts.map(drive);
  const dissipators = contacts.flatMap((contact, k) => (contact.scaling === "1" ? [] : dissipatorsOf(contact, driven[k])));
  const drives = contacts.flatMap((contact, k) => (contact.scaling === "1" ? [driven[k]] : []));
  const generator: Generator = {
    kind: "generator",
    system: first.system,
    hamiltonian: [{ operator: plus(first.HS, ...drives), coefficient: 1 }],
    dissipators,
    baths: Object.fromEntries(contacts.map(({ bath, beta }) => [bath, { beta: beta !== null && Number.isFinite(beta) ? beta : null }])),
  };
  const parts = contacts.map((contact, k) => ratesOf(contact, driven[k]));
  const rates = parts.every((part) => part !== null)
    ? addRates(parts.map((part, k) => ({ ...part, bath: contacts[k].bath, flux: thermalFlux(part.Q, contacts[k].beta) })))
    : null;
  return { generator, rates };
}

/** What one kind of unit contributes to the rates. */
export interface RatesOfUnit {
  /** Null for what is no bath. */
  readonly bath: string | null;
  readonly dU: Operator;
  readonly Q: Operator;
  readonly W: Operator;
  readonly flux: Operator | null;
}

/** Rates of all kinds of unit together. */
export function addRates(parts: readonly RatesOfUnit[]): LimitRates {
  const heat: Record<string, Operator> = {};
  for (const { bath, Q } of parts) if (bath !== null) heat[bath] = heat[bath] ? plus(heat[bath], Q) : Q;
  const fluxes = parts.flatMap(({ flux }) => (flux ? [flux] : []));
  return {
    dU: plus(...parts.map((p) => p.dU)),
    Q: plus(...parts.map((p) => p.Q)),
    W: plus(...parts.map((p) => p.W)),
    heat,
    flux: fluxes.length === parts.length ? plus(...fluxes) : null,
  };
}

function thermalFlux(Q: Operator, beta: number | null): Operator | null {
  return beta !== null && Number.isFinite(beta) ? scale(Q, -beta) : null;
}

/** Tr_E[V η], the drive that the units' mean field makes. */
function drive({ V, system, unit, state }: Contact): Operator {
  return averageOverUnit(lift(tensor(system, unit), V), system, unit, state);
}

function dissipatorsOf(contact: Contact, mean: Operator): readonly Dissipator[] {
  const scaleOfV = contact.V.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const drift = mean.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (drift > 1e-12 * Math.max(scaleOfV, 1e-300)) {
    throw wrongValue(
      "scaling",
      `be "1" for bath "${contact.bath}"`,
      contact.scaling,
      'The drive Tr[Vη]/√τ diverges as τ → 0: use scaling "1", or evaluate at finite τ ("exact" or "second").',
      `its units have a mean field: Tr[Vη] has an entry ${drift.toPrecision(3)}`,
    );
  }
  const merged: { L: Operator; rate: number; parts: { energy: number | null; rate: number }[] }[] = [];
  for (const { weight, L, energy } of jumps(contact)) {
    const twin = merged.find((known) => ratio(known.L, L) !== null);
    const rate = twin ? weight * (ratio(twin.L, L) as number) : weight;
    if (twin) twin.rate += rate;
    else merged.push({ L, rate, parts: [] });
    const { parts } = twin ?? merged[merged.length - 1];
    const same = parts.find((part) => part.energy === energy);
    if (same) same.rate += rate;
    else parts.push({ energy, rate });
  }
  return merged.map(({ L, rate, parts }) => {
    const known = parts.every((part) => part.energy !== null);
    const quanta = known
      ? parts.map((part) => ({ energy: part.energy as number, share: parts.length === 1 ? 1 : rate > 0 ? part.rate / rate : 0 }))
      : null;
    return { left: L, right: L, rate, bath: contact.bath, quanta };
  });
}

/** ⟨z|H_E|z⟩ of states with these amplitudes, row by row; null where they are no eigenstates of H_E. */
function energiesOf(HE: Operator, amplitudes: (z: number, k: number) => readonly [number, number]): readonly number[] | null {
  const d = HE.dimension;
  const size = largest(HE);
  const energies: number[] = [];
  for (let k = 0; k < d; k++) {
    const [re, im] = [new Float64Array(d), new Float64Array(d)];
    HE.forEach((i, j, a, b) => {
      const [x, y] = amplitudes(j, k);
      re[i] += a * x - b * y;
      im[i] += a * y + b * x;
    });
    let energy = 0;
    for (let z = 0; z < d; z++) energy += amplitudes(z, k)[0] * re[z] + amplitudes(z, k)[1] * im[z];
    for (let z = 0; z < d; z++) {
      const [x, y] = amplitudes(z, k);
      if (Math.abs(re[z] - energy * x) + Math.abs(im[z] - energy * y) > 1e-12 * size) return null;
    }
    energies.push(energy);
  }
  return energies;
}

/** A jump with what the unit loses in it, where that is one energy. */
interface UnitJump {
  readonly weight: number;
  readonly L: Operator;
  readonly energy: number | null;
}

/** ⟨z|V|j⟩ for the eigenstates j of η, with their populations and E_j − E_z. */
function jumps({ V, system, unit, state, HE }: Contact): readonly UnitJump[] {
  const blocks = blocksOf(lift(tensor(system, unit), V), system, unit);
  if (isDiagonal(state)) {
    const energies = energiesOf(HE, (z, k) => [z === k ? 1 : 0, 0]);
    return blocks.map(({ row, column, block }) => ({
      weight: state.at(column, column)[0],
      L: block,
      energy: energies && energies[column] - energies[row],
    }));
  }
  const d = unit.dimension;
  const { values, vectors } = eigh(state.toMatrix());
  // the unit that leaves is looked at in the basis of the space, which must be one of energies, too
  const leaving = energiesOf(HE, (z, k) => [z === k ? 1 : 0, 0]);
  const coming = energiesOf(HE, (z, k) => [vectors.data[2 * (z * d + k)], vectors.data[2 * (z * d + k) + 1]]);
  const found: UnitJump[] = [];
  for (let j = 0; j < d; j++) {
    for (let z = 0; z < d; z++) {
      const row = blocks.filter((block) => block.row === z);
      const parts = row.flatMap(({ column, block }) => {
        const [re, im] = [vectors.data[2 * (column * d + j)], vectors.data[2 * (column * d + j) + 1]];
        return re === 0 && im === 0 ? [] : [scale(block, re, im)];
      });
      const energy = coming && leaving && coming[j] - leaving[z];
      if (parts.length > 0) found.push({ weight: Math.max(0, values[j]), L: plus(...parts), energy });
    }
  }
  return found;
}

/** |c|² when B = c·A on the same pattern up to rounding, else null. */
function ratio(A: Operator, B: Operator): number | null {
  if (A.count !== B.count) return null;
  let top = 0;
  let at = -1;
  for (let e = 0; e < A.count; e++) {
    if (A.columns[e] !== B.columns[e]) return null;
    const size = A.values[2 * e] * A.values[2 * e] + A.values[2 * e + 1] * A.values[2 * e + 1];
    if (size > top) [top, at] = [size, e];
  }
  for (let i = 0; i <= A.dimension; i++) if (A.rowStart[i] !== B.rowStart[i]) return null;
  if (at < 0) return null;
  const [a, b, c, d] = [A.values[2 * at], A.values[2 * at + 1], B.values[2 * at], B.values[2 * at + 1]];
  const [re, im] = [(c * a + d * b) / top, (d * a - c * b) / top];
  const tolerance = 1e-13 * Math.sqrt(top * (re * re + im * im));
  for (let e = 0; e < A.count; e++) {
    const [x, y] = [A.values[2 * e], A.values[2 * e + 1]];
    if (Math.abs(re * x - im * y - B.values[2 * e]) > tolerance) return null;
    if (Math.abs(re * y + im * x - B.values[2 * e + 1]) > tolerance) return null;
  }
  return re * re + im * im;
}

/** Rates (24): ½⟨[V,[V,H]]⟩ with the right signs; for scaling "1" the work of the drive. */
function ratesOf({ system, unit, HS, HE, V, state, scaling }: Contact, mean: Operator): Pick<LimitRates, "dU" | "Q" | "W"> | null {
  const joint = tensor(system, unit);
  const [v, hs, he] = [lift(joint, V), lift(joint, HS), lift(joint, HE)];
  const average = (X: Operator) => averageOverUnit(X, system, unit, state);
  const still = largest(commutator(HE, state)) <= 1e-12 * Math.max(largest(HE), 1e-300);
  if (scaling === "1") {
    if (!still) return null;
    const dU = scale(commutator(mean, HS), 0, 1);
    const Q = scale(average(commutator(v, he)), 0, -1);
    return { dU, Q, W: plus(dU, scale(Q, -1)) };
  }
  if (!still) return null;
  const double = (H: Operator) => scale(average(commutator(v, commutator(v, H))), -0.5);
  const dU = double(hs);
  const Q = scale(double(he), -1);
  return { dU, Q, W: plus(dU, scale(Q, -1)) };
}

function largest(A: Operator): number {
  return A.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Norm of the strongest dissipation of a V/√τ contact times τ: how far a collision is from its limit (small is near). */
export function collisionStrength(contact: Contact): number {
  const square = averageOverUnit(times(contact.V, contact.V), contact.system, contact.unit, contact.state);
  let most = 0;
  for (let i = 0; i < square.dimension; i++) {
    let row = 0;
    for (let e = square.rowStart[i]; e < square.rowStart[i + 1]; e++) {
      row += Math.sqrt(square.values[2 * e] * square.values[2 * e] + square.values[2 * e + 1] * square.values[2 * e + 1]);
    }
    most = Math.max(most, row);
  }
  return contact.scaling === "1" ? most * contact.tau * contact.tau : most * contact.tau;
}

/** The warning for a V/√τ contact whose duration is too long for its limit, or null. */
export function limitWarning(contact: Contact, threshold = 0.25): string | null {
  if (contact.scaling === "1") return null;
  const strength = collisionStrength(contact);
  if (strength <= threshold) return null;
  const tau = (contact.tau * threshold) / strength;
  return `One collision of bath "${contact.bath}" is strong (‖Tr V²η‖τ = ${strength.toPrecision(3)}): its master equation is far from it. Take tau below ${tau.toPrecision(2)}, or read the exact collisions for themselves.`;
}
