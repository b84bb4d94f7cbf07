/** One collision looked at closely: states before, inside and after it, and where energy and entropy went. */
import { type StreamElement, streamElements } from "../dynamics/channel.ts";
import type { Collision, Collisions } from "../dynamics/collisions.ts";
import { jointAfter } from "../dynamics/heisenberg.ts";
import { averageOverUnit, unitState } from "../dynamics/joint.ts";
import { wrongValue } from "../errors.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, isRecorded, type Start, startOn } from "../models/starts.ts";
import { entropy } from "../observables/entropy.ts";
import type { StateView } from "../observables/observable.ts";
import { stateView } from "../observables/view.ts";
import { hermitianPart, identity, lift, plus, scale } from "../operators/algebra.ts";
import { Operator } from "../operators/operator.ts";
import { aNumber, anInteger, type Check, checkOptions, listOf, type OptionChecks } from "../options.ts";
import { sharedInformation } from "../solvers/shared-information.ts";
import { type CollisionFunctionals, ledgerFunctionals } from "../thermodynamics/ledger.ts";
import { type InsideCollision, insideCollision, traceOf } from "./inside-collision.ts";

/** Which collision, and where to look inside it. */
export interface CollideOptions {
  /** Its number n = 1, 2, …; 1, or the one after a recorded state, unless given. */
  readonly collision?: number;
  /** Parts s of its duration, from 0 to 1: the joint state at s·τ is in `inside`. */
  readonly inside?: readonly number[];
}

/** A unit in a collision. */
export interface UnitInCollision {
  readonly bath: string;
  /** 1, or the probability with which a mixture sends this one. */
  readonly probability: number;
  /** Inverse temperature that it arrives with; null where it is not thermal. */
  readonly beta: number | null;
  readonly before: StateView;
  readonly after: StateView;
  /** Heat, the energy that it loses; null where it has none. */
  readonly Q: number | null;
}

/** One collision as plain data. Energies and entropies into the system are positive; null has its reason under its name in `reasons`. */
export interface CollisionStep {
  readonly collision: number;
  /** The bath of its unit; `hot+cold` where several units meet the system at once. */
  readonly bath: string;
  readonly system: { readonly before: StateView; readonly after: StateView };
  readonly units: readonly UnitInCollision[];
  readonly dU: number | null;
  readonly Q: number | null;
  readonly W: number | null;
  /** Q by bath. */
  readonly heat: Readonly<Record<string, number | null>>;
  /** Energy gained by a unit that stays until the next collision: then dU + carried = Q + W; null where none stays. */
  readonly carried: number | null;
  /** S(ρ′) − S(ρ), of system and carried unit together, in nats. */
  readonly dS: number | null;
  /** Mutual information between the system and the unit that leaves. */
  readonly I: number | null;
  /** Relative entropy D(η′‖η) of the unit that leaves to a fresh one. */
  readonly D: number | null;
  /** Σ = ΔS + flux, which is I + D where the collision is one unitary. */
  readonly Sigma: number | null;
  /** Tr[(η − η′) ln η], which is −βQ for a thermal unit. */
  readonly flux: number | null;
  /** What happens after it until the next collision, where something does. */
  readonly idle: { readonly dU: number; readonly Q: number; readonly W: number; readonly heat: Readonly<Record<string, number>> } | null;
  /** |dU + carried − Q − W|. */
  readonly residual: number | null;
  /** The joint state on its way, where it was asked for. */
  readonly inside: readonly InsideCollision[] | null;
  readonly reasons: Readonly<Record<string, string>>;
}

const fractions: Check = listOf("parts of the duration", aNumber({ atLeast: 0, atMost: 1 }));

const checks: OptionChecks<CollideOptions> = { collision: anInteger(1, 1e9), inside: fractions };

/**
 * Carry out one collision of a stream and say what happened:
 *
 *   ρ′ = Tr_E[U (ρ ⊗ η) U†],   ΔU = Q + W,   Σ = I(S:E) + D(η′‖η) = ΔS − βQ  (thermal units)
 *
 * @param state the state before it: whatever `initial` takes; the model's start unless given
 * @param options which collision of the stream (cyclic ones, schedules), and the parts of its duration to look at: exact, for one unitary
 *   visit and a joint dimension up to 64
 * @returns states of the system and of every unit, energy by bath, entropies in nats; all of it is plain data
 * Throws TypeError or RangeError for a master equation, a state of another space, or bad options.
 * Source: M. Esposito, K. Lindenberg, C. Van den Broeck, New J. Phys. 12, 013013 (2010).
 * @example
 * const [S, unit] = [qubit("S"), qubit("unit")];
 * const exchange = [[sigmaPlus(S), sigmaMinus(unit)], [sigmaMinus(S), sigmaPlus(unit)]];
 * const units = { HE: qubitHamiltonian(unit, 1), V: exchange, beta: 1 };
 * const model = collisionModel({ HS: qubitHamiltonian(S, 1), units, tau: 0.3, initial: [0, 1] });
 * const { Q, W, dU } = collide(model);
 * [Q, W, dU]; // [0.023487, 0, 0.023487]
 */
export function collide(model: Model, state?: Start, options: CollideOptions = {}): CollisionStep {
  requireRunnable(model);
  const { dynamics } = model;
  if (dynamics.kind !== "collisions") {
    const but = `${model.name} is a master equation`;
    throw wrongValue("model", "be a collision model for `collide`", null, "Record observables of a run.", but);
  }
  checkOptions<CollideOptions>("options", options, checks);
  if (state !== undefined) aStartingState("state", state);
  const after = isRecorded(state) && state.axis === "collision" ? state.at + 1 : 1;
  const n = options.collision ?? after;
  const rho = state === undefined ? model.initial : startOn(dynamics.system, state, "state");
  const { elements, indexAt } = streamElements(dynamics, n);
  return stepOf(dynamics, elements[indexAt(n)], n, rho, options.inside ?? null);
}

function stepOf(dynamics: Collisions, element: StreamElement, n: number, rho: Operator, inside: readonly number[] | null): CollisionStep {
  const { system } = dynamics;
  const books = element.map(({ collision }) => ledgerFunctionals(dynamics, collision));
  const joints = element.map(({ collision }) => jointAfter(system, collision, rho));
  const after = hermitianPart(
    plus(
      ...element.map(({ probability, collision: { unit } }, k) =>
        scale(averageOverUnit(joints[k], system, unit, identity(unit)), probability),
      ),
    ),
  );
  const mean = (of: (book: CollisionFunctionals) => Operator | null) => meanOf(element, books, of, rho);
  const reasons: Record<string, string> = {};
  const energies = { dU: mean(({ dU }) => dU), carried: mean(({ carried }) => carried), Q: mean(({ Q }) => Q), W: mean(({ W }) => W) };
  const { dU, Q, W, carried } = energies;
  if (dU === null) reasons.dU = "The system has no energy.";
  if (Q === null) reasons.Q = "A unit has no energy.";
  if (W === null) reasons.W = "Work needs energies of the system and of the units.";
  const single = element.length === 1 ? books[0] : null;
  const dS = entropy(after) - entropy(rho);
  const flux = mean((book) => book.flux);
  const fluxProblem = books.find((book) => book.fluxProblem !== null)?.fluxProblem;
  const Sigma = flux === null ? null : dS + flux;
  const shared = single && sharedInformation(single, rho, dS, flux);
  if (Sigma === null) Object.assign(reasons, { flux: fluxProblem, Sigma: fluxProblem, D: fluxProblem });
  if (!single) Object.assign(reasons, { I: MIXED, D: MIXED });
  else if (shared?.I === null) reasons.I = NO_STATE;
  const looked = inside === null ? null : insideCollision(dynamics, element, rho, inside);
  if (typeof looked === "string") reasons.inside = looked;
  return {
    collision: n,
    bath: element.map(({ collision: { bath } }) => bath).join(" or "),
    system: { before: view(rho), after: view(after) },
    units: element.flatMap(({ collision, probability }, k) => unitsOf(dynamics, collision, probability, books[k], rho)),
    ...energies,
    heat: heatOf(element, books, rho),
    dS,
    I: shared?.I ?? null,
    D: shared?.D ?? null,
    Sigma,
    flux,
    idle: idleOf(element, books, rho),
    residual: dU === null || Q === null || W === null ? null : Math.abs(dU + (carried ?? 0) - Q - W),
    inside: typeof looked === "string" ? null : looked,
    reasons,
  };
}

const MIXED = "The stream sends one of several units at random: what the system shares with the one that leaves is not one number.";

const NO_STATE = "To second order system and unit are left in no state: an eigenvalue of theirs is negative.";

/** A state without the rounding that keeps it from being Hermitian. */
const view = (A: Operator): StateView => stateView(A.space, hermitianPart(A));

/** Σ_k p_k Tr[A_k ρ]; null where one of the parts has no such operator. */
function meanOf(
  element: StreamElement,
  books: readonly CollisionFunctionals[],
  of: (book: CollisionFunctionals) => Operator | null | undefined,
  rho: Operator,
): number | null {
  let sum = 0;
  for (const [k, { probability }] of element.entries()) {
    const A = of(books[k]);
    if (!A) return null;
    sum += probability * traceOf(rho, A);
  }
  return sum;
}

function heatOf(element: StreamElement, books: readonly CollisionFunctionals[], rho: Operator): Readonly<Record<string, number | null>> {
  const baths = [...new Set(books.flatMap(({ heat }) => Object.keys(heat)))];
  const nothing = Operator.fromEntries(rho.space, []);
  return Object.fromEntries(
    baths.map((bath) => [bath, meanOf(element, books, ({ heat }) => (Object.hasOwn(heat, bath) ? heat[bath] : nothing), rho)]),
  );
}

function idleOf(element: StreamElement, books: readonly CollisionFunctionals[], rho: Operator): CollisionStep["idle"] {
  const all = books.map((book) => book.idle());
  if (all.some((idle) => idle === null)) return null;
  const mean = (of: (idle: NonNullable<(typeof all)[number]>) => Operator) =>
    element.reduce((sum, { probability }, k) => sum + probability * traceOf(rho, of(all[k] as never)), 0);
  const baths = Object.keys(all[0]?.heat ?? {});
  return {
    dU: mean(({ dU }) => dU),
    Q: mean(({ Q }) => Q),
    W: mean(({ W }) => W),
    heat: Object.fromEntries(baths.map((bath) => [bath, mean(({ heat }) => heat[bath])])),
  };
}

/** The units of one collision; those that meet the system at once are told apart. */
function unitsOf(
  { stream }: Collisions,
  collision: Collision,
  probability: number,
  book: CollisionFunctionals,
  rho: Operator,
): readonly UnitInCollision[] {
  const out = book.outgoing(rho);
  if (stream.kind !== "joint") {
    const { bath, beta } = collision;
    return [{ bath, probability, beta, before: view(book.incoming), after: view(out), Q: book.Q && traceOf(rho, book.Q) }];
  }
  const after = view(out);
  return stream.collisions.map(({ bath, beta, unit, state, HE }) => {
    const before = unitState(state);
    const labels = unit.factors.map(({ label }) => label);
    const left = Operator.fromMatrix(unit, after.reduced(labels), true);
    const Q = HE && traceOf(before, HE) - traceOf(out, lift(collision.unit, HE));
    return { bath, probability, beta, before: view(before), after: view(left), Q };
  });
}
