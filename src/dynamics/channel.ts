/** From a collision to the terms of its exact channel, and to the unit that comes out of it. */

import { integer, wrongValue } from "../errors.ts";
import { dag, identity, plus, scale, times, zero } from "../operators/algebra.ts";
import { anyNoted, entryClasses, noteClasses } from "../operators/classes.ts";
import { Operator } from "../operators/operator.ts";
import { lift } from "../operators/tensor.ts";
import { requireSpace, type Space, tensor } from "../spaces/space.ts";
import type { Collision, Collisions, Stream } from "./collisions.ts";
import { evolution, evolutionPattern } from "./evolution.ts";
import { unitState } from "./joint.ts";
import { requireCollision } from "./require-dynamics.ts";
import { secondOrder } from "./second-order.ts";
import type { Term, TermMap } from "./terms.ts";

export { unitState };

/**
 * The joint operators W_c of a collision on system ⊗ unit: the state after it is Σ_c W_c (ρ ⊗ η) W_c†. One (the
 * unitary) unless channels act on the unit between its visits. `upTo` counts the visits to take, all by default.
 */
export function jointOperators(system: Space, collision: Collision, upTo = collision?.visits?.length): readonly Operator[] {
  requireSpace(system, "system");
  requireCollision(collision);
  integer("upTo", upTo, 0);
  const entry = known.get(collision);
  const made = entry?.system === system ? entry.byVisits : new Map<number, readonly Operator[]>();
  if (made !== entry?.byVisits) known.set(collision, { system, byVisits: made });
  const before = made.get(upTo);
  if (before) return before;
  const operators = operatorsAfter(system, collision, upTo);
  made.set(upTo, operators);
  return operators;
}

/** Joint operators by collision and number of visits: their evolutions are dear, and the same for maps, heat and counts. */
const known = new WeakMap<Collision, { readonly system: Space; readonly byVisits: Map<number, readonly Operator[]> }>();

function operatorsAfter(system: Space, collision: Collision, upTo: number): readonly Operator[] {
  const joint = tensor(system, collision.unit);
  let operators = null as readonly Operator[] | null;
  for (const visit of collision.visits.slice(0, upTo)) {
    const factors = visit.kind === "unitary" ? [evolution(visit.H, visit.duration)] : visit.kraus;
    const lifted = factors.map((factor) => lift(joint, factor));
    const before = operators;
    operators = before ? lifted.flatMap((factor) => before.map((W) => times(factor, W))) : lifted;
  }
  return operators ?? [identity(joint)];
}

/** The blocks ⟨x|W|y⟩ of a joint operator as operators on the system: block (x, y) at index x·u + y, null where empty. */
export function unitBlocks(system: Space, unit: Space, W: Operator): readonly (Operator | null)[] {
  const u = unit.dimension;
  const counts = new Int32Array(u * u);
  W.forEach((i, j) => {
    counts[(i % u) * u + (j % u)]++;
  });
  const blocks = Array.from(counts, (count) =>
    count === 0 ? null : new Operator(system, new Int32Array(system.dimension + 1), new Int32Array(count), new Float64Array(2 * count)),
  );
  const known = anyNoted([W]) ? entryClasses(W) : null;
  const classes = known && blocks.map((block) => block && new Uint8Array(block.count));
  let from = 0;
  // Rows of W come in order, and so do its columns: the entries of each block are met row by row, sorted.
  const filled = new Int32Array(u * u);
  W.forEach((i, j, re, im) => {
    const block = (i % u) * u + (j % u);
    const { rowStart, columns, values } = blocks[block] as Operator;
    const e = filled[block]++;
    rowStart[Math.floor(i / u) + 1] = e + 1;
    columns[e] = Math.floor(j / u);
    values[2 * e] = re;
    values[2 * e + 1] = im;
    if (known && classes) (classes[block] as Uint8Array)[e] = known[from++];
  });
  blocks.forEach((block, k) => {
    if (block && classes) noteClasses(block, classes[k] as Uint8Array);
  });
  for (const block of blocks) {
    if (block) for (let r = 0; r < system.dimension; r++) block.rowStart[r + 1] = Math.max(block.rowStart[r], block.rowStart[r + 1]);
  }
  return blocks;
}

/**
 * The exact channel of one collision,  ρ ↦ Tr_E[W (ρ ⊗ η) W†] = Σ_k w_k Σ_{x,y,y'} ⟨y|η_k|y'⟩ ⟨x|W|y⟩ ρ ⟨x|W|y'⟩†,
 * one group of terms per weighted part of η. Groups without any term keep their name and weight. A collision that asks
 * for its second order gets that map instead, in one group.
 */
export function channelTerms(system: Space, collision: Collision): TermMap {
  requireSpace(system, "system");
  requireCollision(collision);
  if (collision.evaluation === "second") return secondOrder(system, collision);
  return termsOf(system, collision, jointOperators(system, collision));
}

function termsOf(system: Space, collision: Collision, joint: readonly Operator[]): TermMap {
  const u = collision.unit.dimension;
  const terms: Term[] = [];
  for (const W of joint) {
    const blocks = unitBlocks(system, collision.unit, W);
    collision.state.forEach(({ state }, group) => {
      state.forEach((y, yPrime, re, im) => {
        for (let x = 0; x < u; x++) {
          const left = blocks[x * u + y];
          const right = blocks[x * u + yPrime];
          if (left && right) terms.push({ left, right, re, im, group });
        }
      });
    });
  }
  return { terms, groups: collision.state.map(({ name }) => name), weights: collision.state.map(({ weight }) => weight) };
}

/** The unit that leaves a collision, in the Heisenberg picture. */
export interface OutgoingUnit {
  /** The system operator X with ⟨x|η'|x'⟩ = Tr[ρ X]. */
  at(x: number, xPrime: number): Operator;
}

/**
 * Heisenberg operators of the outgoing unit: `at(x, x')` is the system operator X with  ⟨x|η'|x'⟩ = Tr[ρ X], where
 * η' = Tr_S Σ_c W_c (ρ ⊗ η) W_c†. `upTo` stops after that many visits.
 */
export function outgoingUnit(system: Space, collision: Collision, upTo?: number): OutgoingUnit {
  const u = requireCollision(collision).unit.dimension;
  const eta = unitState(collision.state);
  const all = jointOperators(system, collision, upTo).map((W) => unitBlocks(system, collision.unit, W));
  return {
    at(x, xPrime) {
      integer("x", x, 0, u - 1);
      integer("xPrime", xPrime, 0, u - 1);
      const parts: Operator[] = [];
      for (const blocks of all) {
        eta.forEach((y, yPrime, re, im) => {
          const left = blocks[x * u + y];
          const right = blocks[xPrime * u + yPrime];
          if (left && right) parts.push(scale(times(dag(right), left), re, im));
        });
      }
      return parts.length > 0 ? plus(...parts) : zero(system);
    },
  };
}

/** Joint dimension from which a plan looks at the pattern of an evolution instead of computing it. */
const LARGE = 512;

/**
 * The pattern of one element of a stream as terms with stand-ins for their numbers, where computing them takes long; null elsewhere.
 * Its places and classes are those of `elementTerms`, or more where an entry happens to vanish.
 */
export function elementPattern(system: Space, element: StreamElement): TermMap | null {
  const [{ collision }] = element;
  const [visit] = collision.visits;
  const plain = element.length === 1 && collision.visits.length === 1 && visit.kind === "unitary" && collision.evaluation !== "second";
  if (!plain || system.dimension * collision.unit.dimension < LARGE) return null;
  const joint = tensor(system, collision.unit);
  return termsOf(system, collision, [evolutionPattern(lift(joint, visit.H))]);
}

/** The average map of one element of a stream, as terms; for a mixture the parts enter with their probabilities. */
export function elementTerms(system: Space, element: StreamElement): TermMap {
  if (element.length === 1) return channelTerms(system, element[0].collision);
  const maps = element.map(({ collision }) => channelTerms(system, collision));
  const groups: string[] = [];
  const weights: number[] = [];
  const terms: Term[] = [];
  maps.forEach((map, part) => {
    const first = groups.length;
    groups.push(...map.groups.map((name) => `${element[part].collision.bath}:${name}`));
    weights.push(...map.weights.map((weight) => weight * element[part].probability));
    terms.push(...map.terms.map((term) => ({ ...term, group: first + term.group })));
  });
  return { terms, groups, weights };
}

/** What the n-th place of a stream holds: one collision, or several with their probabilities. */
export type StreamElement = readonly { readonly probability: number; readonly collision: Collision }[];

/** The different elements of a stream and which of them comes n-th (n = 1, 2, …, `steps`). */
export function streamElements(
  model: Collisions,
  steps: number,
): { readonly elements: readonly StreamElement[]; indexAt(n: number): number } {
  const stream: Stream = model.stream;
  switch (stream.kind) {
    case "constant":
      return { elements: [certain(stream.collision)], indexAt: () => 0 };
    case "cyclic":
      if (stream.collisions.length === 0) throw wrongValue("collisions", "hold at least one collision", null, "", "the list is empty");
      return { elements: stream.collisions.map(certain), indexAt: (n) => (n - 1) % stream.collisions.length };
    case "mixture":
      return { elements: [stream.parts], indexAt: () => 0 };
    case "joint":
      return { elements: [certain(jointCollision(model.system, stream.collisions))], indexAt: () => 0 };
    case "schedule": {
      if (steps > LONGEST_SCHEDULE) throw wrongValue("steps", `be at most ${LONGEST_SCHEDULE} for a schedule of collisions`, steps);
      const distinct = new Map<Collision, number>();
      const order = new Int32Array(steps + 1);
      for (let n = 1; n <= steps; n++) {
        const collision = stream.collisionAt(n);
        let index = distinct.get(collision);
        if (index === undefined) distinct.set(collision, (index = distinct.size));
        order[n] = index;
      }
      return { elements: [...distinct.keys()].map(certain), indexAt: (n) => order[n] };
    }
    default:
      return stream satisfies never;
  }
}

/** Places of a schedule that are listed. */
const LONGEST_SCHEDULE = 50_000_000;

function certain(collision: Collision): StreamElement {
  return [{ probability: 1, collision }];
}

/**
 * Several units that meet the system at the same time as one unit: states multiply, Hamiltonians add. Each collision
 * must be a single visit of the same duration. The system's own Hamiltonian must stand in exactly one of them.
 */
export function jointCollision(system: Space, collisions: readonly Collision[]): Collision {
  const before = joined.get(collisions);
  if (before?.system === system) return before.collision;
  const collision = joinedCollision(system, collisions);
  joined.set(collisions, { system, collision });
  return collision;
}

/** By the list of collisions, so that what is known of a joint collision stays known. */
const joined = new WeakMap<readonly Collision[], { readonly system: Space; readonly collision: Collision }>();

function joinedCollision(system: Space, collisions: readonly Collision[]): Collision {
  const unit = tensor(...collisions.map((collision) => collision.unit));
  const visits = collisions.map(({ visits: [visit], visits: { length } }) => {
    if (length !== 1 || visit.kind !== "unitary")
      throw wrongValue(
        "collisions",
        "be single unitary visits to happen at the same time",
        null,
        "Use a cyclic stream.",
        "one has several visits",
      );
    return visit;
  });
  const duration = visits[0].duration;
  if (visits.some((visit) => visit.duration !== duration))
    throw wrongValue("collisions", "last equally long to happen at the same time", null, "", "their durations differ");
  const joint = tensor(system, unit);
  const H = plus(...visits.map((visit) => lift(joint, visit.H)));
  const energies = collisions.map((collision) => collision.HE);
  const states = collisions.map((collision) => lift(collision.unit, unitState(collision.state)));
  return {
    unit,
    state: [{ name: "all", weight: 1, state: states.reduce((a, b) => times(lift(unit, a), lift(unit, b))) }],
    visits: [{ kind: "unitary", H, duration }],
    HE: energies.every((HE) => HE !== null) ? plus(...energies.map((HE) => lift(unit, HE as Operator))) : null,
    beta: collisions.every(({ beta }) => beta === collisions[0].beta) ? collisions[0].beta : null,
    bath: collisions.map(({ bath }) => bath).join("+"),
    ...(collisions.some(({ evaluation }) => evaluation === "second") ? { evaluation: "second" as const } : {}),
  };
}
