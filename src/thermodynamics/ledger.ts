/**
 * The exact ledger of one collision: energies, entropy flux and laws as expectation values of the state before it.
 *
 *   ΔU = Tr[H_S Δρ],  Q = −Tr[H_E Δη],  W = −Σ_j Tr[V_j ΔR_j]  (switching),  ΔU = Q + W
 *   Σ = I(S:E) + D(η′‖η) = ΔS + Tr[(η − η′) ln η] ≥ 0,   which is ΔS − βQ for a thermal unit
 *
 * With a unit that is carried on to the next collision the system's energy and the carried one's are booked apart, ΔU + ΔE = Q + W.
 * All but ΔS are linear in ρ, so they are operators on the system, made once: a step costs dot products. Energy into the
 * system is positive.
 */

import type { Collision, Collisions } from "../dynamics/collisions.ts";
import { changeOperator, jointAfter, unitAfter } from "../dynamics/heisenberg.ts";
import { jointHamiltonian, unitState } from "../dynamics/joint.ts";
import { requireCollision, requireCollisions } from "../dynamics/require-dynamics.ts";
import { wrongKind, wrongValue } from "../errors.ts";
import { eigh } from "../numerics/eigen.ts";
import { log } from "../numerics/scalar.ts";
import { lift, minus, plus, scale } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { gibbsBeta, gibbsLogarithm } from "../operators/thermal-logarithm.ts";
import { type Space, tensor } from "../spaces/space.ts";
import { type IdleBooks, idleBooks } from "./idle-books.ts";

/** What one collision books, as operators on the system: each is the expectation value in the state before it. */
export interface CollisionFunctionals {
  readonly bath: string;
  /** Null where the system has no energy. */
  readonly dU: Operator | null;
  /** Energy gained by the unit that stays until the next collision; null where none does. Then ΔU + ΔE_carried = Q + W. */
  readonly carried: Operator | null;
  /** Null where the unit has no energy. */
  readonly Q: Operator | null;
  /** Switching work, from the interaction alone where it can be told apart, else ΔU − Q. */
  readonly W: Operator | null;
  /** Q by bath, for units that are made of several; units of one bath add up. Null where one of them has no energy. */
  readonly heat: Readonly<Record<string, Operator | null>>;
  /** Σ = ΔS + ⟨flux⟩. Null where it does not exist; `fluxProblem` says why. */
  readonly flux: Operator | null;
  readonly fluxProblem: string | null;
  /** The unit before a collision, and after one with the system in state ρ; for entropies at saved steps. */
  readonly incoming: Operator;
  /** H_E, for the ergotropy of what leaves. */
  readonly unitEnergy: Operator | null;
  /** The unit that leaves a collision with the system in state ρ. */
  readonly outgoing: (rho: Operator) => Operator;
  /** Both after a collision that does not keep their entropy (a channel acts, or it goes to second order); absent where a unitary keeps it. */
  readonly joint?: (rho: Operator) => Operator;
  /** What follows until the next collision, as expectation values in the state before this one; made when asked for, null without any. */
  readonly idle: () => IdleBooks | null;
}

/** Baths of an idle evolution are those that book heat between collisions. */
function idleAfter(model: Collisions, change: (O: Operator) => Operator): IdleBooks | null {
  const { idle, HS } = model;
  if (!idle || !HS) return null;
  const books = idleBooks(idle, HS);
  // ⟨A⟩ after the collision is ⟨A⟩ before it and what the collision changes.
  const before = (A: Operator) => plus(A, change(A));
  const heat = Object.fromEntries(Object.entries(books.heat).map(([bath, A]) => [bath, before(A)]));
  return { dU: before(books.dU), Q: before(books.Q), W: before(books.W), heat };
}

const made = new WeakMap<
  Collision,
  { HS: Operator | null; system: Space; carried: Operator | null; idle: Collisions["idle"]; functionals: CollisionFunctionals }
>();

/**
 * Functionals of one collision of a model; those of the same collision object are made once.
 *
 * @param model the model, for the system, its energy, and the baths of a joint stream
 * @param collision an element of its stream (for a joint stream: the collision with all units at once)
 */
export function ledgerFunctionals(model: Collisions, collision: Collision): CollisionFunctionals {
  requireCollision(collision);
  requireCollisions(model, "model");
  const known = made.get(collision);
  const carried = model.carried?.energy ?? null;
  if (known && known.HS === model.HS && known.system === model.system && known.carried === carried && known.idle === model.idle)
    return known.functionals;
  const members = model.stream.kind === "joint" ? model.stream.collisions : [collision];
  const functionals = makeFunctionals(model, collision, members);
  made.set(collision, { HS: model.HS, system: model.system, carried, idle: model.idle, functionals });
  return functionals;
}

function makeFunctionals(model: Collisions, collision: Collision, members: readonly Collision[]): CollisionFunctionals {
  const { system, HS, carried } = model;
  const joint = tensor(system, collision.unit);
  const change = (O: Operator) => changeOperator(system, collision, lift(joint, O));
  const whole = HS ? change(HS) : null;
  const kept = carried ? change(carried.energy) : null;
  const Q = collision.HE ? scale(change(collision.HE), -1) : null;
  const heat: Record<string, Operator | null> = {};
  for (const member of members) {
    if (typeof member.bath !== "string") throw wrongKind("collision.bath", "be the name of a bath", member.bath);
    const part = member.HE && (members.length === 1 ? (Q as Operator) : scale(change(member.HE), -1));
    const known = heat[member.bath];
    heat[member.bath] = known === undefined ? part : known && part && plus(known, part);
  }
  const W = whole && Q ? (switchingWork(system, HS as Operator, collision) ?? minus(whole, Q)) : null;
  return {
    bath: collision.bath,
    dU: whole && kept ? minus(whole, kept) : whole,
    carried: kept,
    Q,
    W,
    heat,
    ...entropyFlux(collision, members, heat, change),
    incoming: unitState(collision.state),
    unitEnergy: collision.HE,
    outgoing: (rho) => unitAfter(system, collision, rho),
    ...(keepsEntropy(collision) ? {} : { joint: (rho: Operator) => jointAfter(system, collision, rho) }),
    idle: () => idleAfter(model, change),
  };
}

function keepsEntropy({ evaluation, visits }: Collision): boolean {
  return evaluation !== "second" && visits.every(({ kind }) => kind === "unitary");
}

/** W = −Σ_j Tr[V_j (R_j − R_{j−1})] with V_j = H_j − H_S − H_E; null where that is not how work comes about. */
function switchingWork(system: Space, HS: Operator, collision: Collision): Operator | null {
  const { unit, visits, HE } = collision;
  if (!HE || visits.some((visit) => visit.kind === "channel")) return null;
  if (collision.evaluation === "second" && visits.length > 1) return null;
  const joint = tensor(system, unit);
  const free = plus(lift(joint, HS), lift(joint, HE));
  const parts = visits.map((visit, j) => {
    const V = minus(jointHamiltonian((visit as { H: Operator }).H, system, unit), free);
    const after = changeOperator(system, collision, V, j + 1);
    return j === 0 ? after : minus(after, changeOperator(system, collision, V, j));
  });
  return scale(plus(...parts), -1);
}

function entropyFlux(
  collision: Collision,
  members: readonly Collision[],
  heat: Readonly<Record<string, Operator | null>>,
  change: (O: Operator) => Operator,
): { flux: Operator | null; fluxProblem: string | null } {
  const { bath } = collision;
  if (collision.visits.some((visit) => visit.kind === "channel")) {
    return { flux: null, fluxProblem: `Entropy production is not booked for bath "${bath}": a channel acts on its units between visits.` };
  }
  const parts: Operator[] = [];
  for (const member of members) {
    if (member.beta !== null && Number.isFinite(member.beta) && member.HE) {
      const Q = members.length === 1 ? (heat[member.bath] as Operator) : scale(change(member.HE), -1);
      parts.push(scale(Q, -member.beta));
      continue;
    }
    const logarithm = stateLogarithm(member);
    if (!logarithm) {
      const problem = `Entropy production is not finite for bath "${member.bath}": the state of its units has an eigenvalue 0 (pure, or T = 0).`;
      return { flux: null, fluxProblem: problem };
    }
    parts.push(scale(change(logarithm), -1));
  }
  return { flux: plus(...parts), fluxProblem: null };
}

/** ln η of a collision's units: in closed form for a Gibbs state, however cold; null when an eigenvalue is zero up to rounding. */
function stateLogarithm({ state, HE }: Collision): Operator | null {
  const whole = state.length === 1 && state[0].weight === 1 ? state[0].state : null;
  const known = whole && gibbsLogarithm(whole);
  if (known) return known;
  const beta = whole && HE && gibbsBeta(whole, HE);
  // A constant changes nothing: what is booked is the change of ⟨ln η⟩.
  return beta === null ? matrixLogarithm(unitState(state)) : scale(HE as Operator, -beta);
}

/** ln η, or null when an eigenvalue is zero up to rounding. */
export function matrixLogarithm(eta: Operator): Operator | null {
  const n = eta.dimension;
  const { values, vectors } = eigh(eta.toMatrix());
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  if (values.some((value) => value <= 1e-15 * largest)) return null;
  const data = new Float64Array(2 * n * n);
  for (let k = 0; k < n; k++) {
    const weight = log(values[k]);
    for (let i = 0; i < n; i++) {
      const [a, b] = [vectors.data[2 * (i * n + k)], vectors.data[2 * (i * n + k) + 1]];
      for (let j = 0; j < n; j++) {
        const [c, d] = [vectors.data[2 * (j * n + k)], vectors.data[2 * (j * n + k) + 1]];
        data[2 * (i * n + j)] += weight * (a * c + b * d);
        data[2 * (i * n + j) + 1] += weight * (b * c - a * d);
      }
    }
  }
  return Operator.fromMatrix(eta.space, { rows: n, columns: n, data });
}

/** Check that the units of a collision have a temperature, for Σ = ΔS − βQ. Returns β. */
export function requireTemperature(collision: Collision): number {
  requireCollision(collision);
  if (collision.beta === null || !Number.isFinite(collision.beta)) {
    throw wrongValue(
      "beta",
      `be a finite inverse temperature of bath "${collision.bath}" for Σ = ΔS − βQ`,
      collision.beta,
      "Its units are not in a thermal state: ask for Σ = I + D (observable `Sigma`) instead.",
    );
  }
  return collision.beta;
}
