/** From a kind of unit in a document to a collision. */
import type { Collision, Visit, WeightedState } from "../../dynamics/collisions.ts";
import { type Contact, interactionFactor, type Scaling } from "../../dynamics/contact.ts";
import { dag, identity, lift, plus, scale, times } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { thermal } from "../../operators/states.ts";
import type { Space } from "../../spaces/space.ts";
import type { UnitEntry, VisitEntry } from "../canonical.ts";
import { fromCore } from "./core-refusals.ts";
import { betaAt, realAt, wordAt } from "./numbers.ts";
import { defectOf, energyOf, hermitianAt, namedHamiltonian, operatorAt, stateAt } from "./operators-of-document.ts";
import type { Reading } from "./reading.ts";
import { jointSection, systemFactors, systemSection, unitFactors, unitSection } from "./sections-of-document.ts";
import { weightedParts } from "./weighted-state.ts";

/** A visit with its own interaction and duration, or a channel on the unit. */
export type UnitVisit =
  | { readonly kind: "unitary"; readonly V: Operator; readonly tau: number }
  | { readonly kind: "channel"; readonly kraus: readonly Operator[] };

/** What a unit is made of, at the number of a collision where it depends on it. */
export interface UnitParts {
  readonly bath: string;
  readonly unit: Space;
  readonly HE: Operator;
  readonly state: Operator;
  readonly beta: number | null;
  readonly visits: readonly UnitVisit[];
}

/** How collisions are made of units. */
export interface Manner {
  readonly scaling: Scaling;
  readonly picture: "schroedinger" | "interaction";
  readonly evaluation: "exact" | "second" | "generator";
}

export function mannerOf(reading: Reading): Manner {
  const { data } = reading;
  if (data.kind !== "collisions") return { scaling: "1", picture: "schroedinger", evaluation: "exact" };
  return {
    scaling: wordAt(reading, "/scaling", data.scaling, ["1", "1/sqrt(tau)"], "1"),
    picture: wordAt(reading, "/picture", data.picture, ["schroedinger", "interaction"], "schroedinger"),
    evaluation: wordAt(reading, "/evaluation", data.evaluation, ["exact", "second", "generator"], "exact"),
  };
}

export function unitsOf({ data }: Reading): readonly UnitEntry[] {
  return data.kind === "collisions" ? data.units : [];
}

/** What the ledger and the stream call a unit. */
export function bathOf(reading: Reading, k: number): string {
  const units = unitsOf(reading);
  return units[k].bath ?? (units.length === 1 ? "bath" : `bath${k + 1}`);
}

/** τ of the model. */
export function tauOf(reading: Reading): number {
  const { data } = reading;
  return data.kind === "collisions" ? realAt(reading, "/tau", data.tau, systemSection(reading), { above: 0 }) : 1;
}

/** H_E of a unit. */
export function energyOfUnit(reading: Reading, k: number, step: number | null): Operator {
  return hermitianAt(reading, `/units/${k}/H`, unitsOf(reading)[k].H, unitSection(reading, k, step));
}

/** The state of a fresh unit, and its β where it is thermal. */
export function stateOfUnit(reading: Reading, k: number, step: number | null): { readonly state: Operator; readonly beta: number | null } {
  const pointer = `/units/${k}`;
  const entry = unitsOf(reading)[k];
  return reading.once(`${pointer} fresh ${step}`, () => {
    const section = unitSection(reading, k, step);
    if (entry.state !== undefined) {
      const state = stateAt(reading, `${pointer}/state`, entry.state, section, namedHamiltonian(reading, entry.H, section));
      return { state, beta: null };
    }
    const beta = betaAt(reading, pointer, entry, section);
    if (beta === null) {
      throw reading.refuse("missing", `${pointer}/state`, "be given", "the unit has no T, beta or state", { remedy: "give one of them" });
    }
    return { state: thermal(energyOfUnit(reading, k, step), { beta }), beta };
  });
}

/** One visit of a unit. */
export function visitAt(reading: Reading, k: number, j: number | null, visit: VisitEntry, step: number | null): UnitVisit {
  const pointer = j === null ? `/units/${k}` : `/units/${k}/visits/${j}`;
  if ("channel" in visit) return { kind: "channel", kraus: krausAt(reading, `${pointer}/channel`, visit.channel, k, step) };
  const section = jointSection(reading, k, step);
  const V = hermitianAt(reading, `${pointer}/V`, visit.V, section);
  const tau = visit.tau === undefined ? tauOf(reading) : realAt(reading, `${pointer}/tau`, visit.tau, section, { above: 0 });
  return { kind: "unitary", V, tau };
}

function krausAt(
  reading: Reading,
  pointer: string,
  channel: Extract<VisitEntry, { channel: unknown }>["channel"],
  k: number,
  step: number | null,
): readonly Operator[] {
  return reading.once(`${pointer} ${step}`, () => {
    const section = unitSection(reading, k, step);
    const kraus = channel.map((form, l) => operatorAt(reading, `${pointer}/${l}`, form, section));
    const sum = plus(...kraus.map((K) => times(dag(K), K)));
    const defect = defectOf(sum, scale(identity(section.space), -1));
    if (defect > 1e-9) {
      const but = `it differs from 1 by ${Number(defect.toPrecision(3))}`;
      throw reading.refuse("not-a-channel", pointer, "keep the trace, Σ K†K = 1", but);
    }
    return kraus;
  });
}

/** The visits of a unit: its V alone is one. */
export function visitsOf({ V, visits }: UnitEntry): readonly (readonly [j: number | null, visit: VisitEntry])[] {
  return visits ? visits.map((visit, j) => [j, visit] as const) : [[null, { V: V ?? 0 }]];
}

/** All parts of a unit. */
export function unitParts(reading: Reading, k: number, step: number | null): UnitParts {
  return reading.once(`unit ${k} parts ${step}`, () => ({
    bath: bathOf(reading, k),
    unit: unitFactors(reading, k).space,
    HE: energyOfUnit(reading, k, step),
    ...stateOfUnit(reading, k, step),
    visits: visitsOf(unitsOf(reading)[k]).map(([j, visit]) => visitAt(reading, k, j, visit, step)),
  }));
}

/** The contact of a unit with one interaction; null where it has several visits or a channel. */
export function contactOf(reading: Reading, k: number, step: number | null): Contact | null {
  const { visits, ...parts } = unitParts(reading, k, step);
  const [visit] = visits;
  if (visits.length !== 1 || visit.kind !== "unitary") return null;
  const { scaling } = mannerOf(reading);
  return { ...parts, V: visit.V, system: systemFactors(reading).space, HS: energyOf(reading), tau: visit.tau, scaling };
}

/** The time that the visits of a unit take. */
export function durationOf(reading: Reading, k: number, step: number | null): number {
  return unitParts(reading, k, step).visits.reduce((sum, visit) => sum + (visit.kind === "unitary" ? visit.tau : 0), 0);
}

/** A collision of the k-th unit; `free: false` leaves H_S to another unit of a joint stream. */
export function collisionOf(reading: Reading, k: number, step: number | null, free = true): Collision {
  return reading.once(`collision ${k} ${step} ${free}`, () => {
    const { state, beta } = stateOfUnit(reading, k, step);
    const { evaluation } = mannerOf(reading);
    return {
      unit: unitFactors(reading, k).space,
      state: statePieces(reading, k, step, [{ name: "unit", weight: 1, state }]),
      visits: collisionVisits(reading, k, step, free),
      HE: energyOfUnit(reading, k, step),
      beta,
      bath: bathOf(reading, k),
      ...(evaluation === "second" ? { evaluation } : {}),
    };
  });
}

/** What a unit visits, U = exp(−iτ(H_S + H_E + sV)) each: made apart from its state, so that noise on that leaves it alone. */
function collisionVisits(reading: Reading, k: number, step: number | null, free: boolean): readonly Visit[] {
  return reading.once(`visits ${k} ${step} ${free}`, () => {
    const { picture, scaling, evaluation } = mannerOf(reading);
    const joint = jointSection(reading, k, step).space;
    const HS = energyOf(reading);
    const own = picture === "interaction" ? [] : [lift(joint, free ? HS : scale(HS, 0)), lift(joint, energyOfUnit(reading, k, step))];
    return visitsOf(unitsOf(reading)[k]).map(([j, entry]): Visit => {
      const visit = visitAt(reading, k, j, entry, step);
      if (visit.kind === "channel") {
        if (evaluation === "exact") return visit;
        const remedy = "evaluate it exactly";
        const must = `be left out with evaluation ${evaluation}`;
        throw reading.refuse("structure", `/units/${k}/visits/${j}/channel`, must, "it is given", { remedy });
      }
      const coupling = scale(visit.V, interactionFactor(scaling, visit.tau));
      return { kind: "unitary", H: own.length === 0 ? coupling : plus(...own, coupling), duration: visit.tau };
    });
  });
}

/** A state that noise can reach as fixed operators with weights, so that a draw rebuilds no matrix. */
function statePieces(reading: Reading, k: number, step: number | null, whole: readonly WeightedState[]): readonly WeightedState[] {
  if (unitsOf(reading)[k].state === undefined) return whole;
  const { names } = reading.watched(() => stateOfUnit(reading, k, step));
  const noisy = names.some((name) => reading.data.parameters?.[name]?.noisy === true);
  return noisy ? fromCore(`/units/${k}/state`, () => weightedParts(whole[0].state) ?? whole) : whole;
}
