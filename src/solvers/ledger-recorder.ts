/** The ledger along a run: functionals of the state before each collision, sums since the start, entropies at saved steps. */
import type { Collisions } from "../dynamics/collisions.ts";
import { wrongValue } from "../errors.ts";
import { bindFunctionals } from "../lowerings/functionals.ts";
import { type F64Pointer, type Scope, window64 } from "../numerics/memory.ts";
import { ergotropy } from "../observables/energetics.ts";
import { entropy, shannonTerm } from "../observables/entropy.ts";
import type { Observable } from "../observables/observable.ts";
import { Operator } from "../operators/operator.ts";
import type { Books } from "../plan/carry-request.ts";
import type { PlannedCollisions } from "../plan/collision-request.ts";
import { expectationFunctionals, type Functional } from "../sectors/matrices.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { sectorView } from "../sectors/sector-view.ts";
import { coefficientOfPerformance, efficiency } from "../thermodynamics/heat-flows.ts";
import { bathsBetween, type IdleBooks, problemsBetween } from "../thermodynamics/idle-books.ts";
import { type CollisionFunctionals, ledgerFunctionals } from "../thermodynamics/ledger.ts";
import { sharedInformation } from "./shared-information.ts";

/** Joint dimensions up to which a run keeps the laws' residuals without being asked for a ledger column. */
const SMALL = 64;

type Column = Extract<Observable, { kind: "ledger" }>;

/** Keeps the books of one realisation. */
export interface LedgerRecorder extends Books {
  /** Look at the initial state. */
  start(x: F64Pointer): void;
  /** Value of each ledger column after collision n (null for other observables, and for n = 0 unless it is a sum). */
  values(n: number, state: () => Float64Array): (number | null)[];
  readonly firstLawResidual: number | null;
  readonly secondLawViolation: number | null;
  readonly warnings: readonly string[];
}

/** What the collisions of each element book, as functionals of the state before them. */
export interface LedgerBooks {
  readonly plan: PlannedCollisions;
  readonly observables: readonly Observable[];
  readonly books: readonly (readonly CollisionFunctionals[])[];
  readonly bookings: readonly Booking[];
  readonly functionals: readonly Functional[];
  /** What is summed over all collisions, in order; empty when no sum is asked for. */
  readonly summed: readonly Functional[];
}

/** Functionals of one element: ΔU, Q, W, flux, and Q of each bath. */
interface Booking {
  readonly names: readonly string[];
  readonly first: number;
  /** The baths that take part. */
  readonly baths: ReadonlySet<string>;
}

/** The books of a run: when a column is asked for, or the joint space is small enough to keep the laws anyway; else null. */
export function ledgerBooks(plan: PlannedCollisions, observables: readonly Observable[]): LedgerBooks | null {
  const { dynamics } = plan.request;
  if (!observables.some(({ kind }) => kind === "ledger") && !worthwhile(plan)) return null;
  const books = plan.request.stream().elements.map((element) => element.map(({ collision }) => ledgerFunctionals(dynamics, collision)));
  const functionals: Functional[] = [];
  const sums = (o: Observable) => o.kind === "ledger" && o.cumulated && o.column === "Sigma" && dynamics.idle !== undefined;
  const between = observables.some((o) => (o.kind === "ledger" && o.during === "idle") || sums(o));
  const bookings = books.map((parts, e) => {
    const first = functionals.length;
    const names = [...bookNames(parts), ...(between ? idleNames(parts) : [])];
    for (const name of names) functionals.push(averageFunctional(plan, e, parts, name));
    return { names, first, baths: new Set(parts.flatMap(({ heat }) => Object.keys(heat))) };
  });
  checkBaths(observables, bookings);
  const summed = observables.some((o) => o.kind === "ledger" && o.cumulated) ? functionals : [];
  return { plan, observables, books, bookings, functionals, summed };
}

function worthwhile({ request }: PlannedCollisions): boolean {
  const { system, HS } = request.dynamics;
  if (system.dimension > SMALL || HS === null) return false;
  const { elements } = request.stream();
  return (
    elements.length <= 4 &&
    elements.every((parts) => parts.every(({ collision }) => collision.HE && collision.unit.dimension * system.dimension <= SMALL))
  );
}

/** A bath that no collision of the run has is a mistake in its name. */
function checkBaths(observables: readonly Observable[], bookings: readonly Booking[]): void {
  const known = [...new Set(bookings.flatMap(({ baths }) => [...baths]))];
  for (const o of observables) {
    if (o.kind !== "ledger" || o.bath === null || o.during === "idle" || known.includes(o.bath)) continue;
    throw wrongValue("observables", `name baths of the collisions that are run (${known.join(", ")})`, o.name);
  }
}

/** What all parts of an element can book. */
function bookNames(parts: readonly CollisionFunctionals[]): string[] {
  const names = (["dU", "carried", "Q", "W", "flux"] as const).filter((name) => parts.every((part) => part[name] !== null)) as string[];
  const baths = [...new Set(parts.flatMap((part) => Object.keys(part.heat)))];
  return [...names, ...baths.filter((bath) => parts.every(({ heat }) => heat[bath] !== null)).map((bath) => `heat:${bath}`)];
}

/** What all parts of an element book between collisions. */
function idleNames(parts: readonly CollisionFunctionals[]): string[] {
  const all = parts.map((part) => part.idle());
  if (all.some((books) => books === null)) return [];
  const baths = [...new Set(all.flatMap((books) => Object.keys((books as IdleBooks).heat)))];
  return ["idle:dU", "idle:Q", "idle:W", ...baths.map((bath) => `idle:heat:${bath}`)];
}

function operatorNamed(part: CollisionFunctionals, name: string): Operator | null | undefined {
  if (name.startsWith("idle:heat:")) return part.idle()?.heat[name.slice(10)];
  if (name.startsWith("idle:")) return part.idle()?.[name.slice(5) as "dU"];
  return name.startsWith("heat:") ? part.heat[name.slice(5)] : (part[name as "dU"] as Operator);
}

function averageFunctional(plan: PlannedCollisions, element: number, parts: readonly CollisionFunctionals[], name: string): Functional {
  const sums = new Map<number, number>();
  const { elements } = plan.request.stream();
  parts.forEach((part, k) => {
    const operator = operatorNamed(part, name);
    if (!operator) return;
    const { columns, values } = expectationFunctionals(plan.sector, operator).re;
    columns.forEach((column, e) => {
      sums.set(column, (sums.get(column) ?? 0) + elements[element][k].probability * values[e]);
    });
  });
  const columns = Int32Array.from([...sums.keys()].sort((a, b) => a - b));
  return { columns, values: Float64Array.from(columns, (column) => sums.get(column) as number) };
}

/** Bind books for a run in `lanes`, of which the first is looked at. */
export function recordLedger(scope: Scope, ledger: LedgerBooks, lanes: number): LedgerRecorder {
  const { plan, observables, books, bookings, functionals, summed } = ledger;
  const { dynamics } = plan.request;
  const { indexAt } = plan.request.stream();
  const evaluate = bindFunctionals(scope, functionals, lanes);
  const counts = summed.length > 0;
  const asked = observables.some(
    (o) => o.kind === "ledger" && ["Sigma", "dS", "mutual_information", "relative_entropy", "unit_ergotropy"].includes(o.column),
  );
  const needsEntropy = asked || worthwhile(plan);
  const totals = new Map<string, number>();
  let last = new Map<string, number>();
  let before: Float64Array | null = null;
  let element = 0;
  let startEntropy: number | null = null;
  let firstLaw: number | null = null;
  let secondLaw: number | null = null;
  const length = plan.sector.count * lanes;
  const entropyOf = entropyFunction(dynamics, plan.sector, lanes);

  return {
    start(x) {
      if (needsEntropy) startEntropy = entropyOf(window64(x, length).slice());
    },
    add(n, sums) {
      if (!counts) return;
      const { names, first } = bookings[indexAt(n)];
      names.forEach((name, k) => {
        totals.set(name, (totals.get(name) ?? 0) + sums[first + k]);
      });
    },
    before(n, x, saved) {
      if (!saved && !counts) return;
      element = indexAt(n);
      const { names, first } = bookings[element];
      const all = evaluate(x);
      if (saved) last = new Map();
      names.forEach((name, k) => {
        const value = all[(first + k) * lanes];
        if (counts) totals.set(name, (totals.get(name) ?? 0) + value);
        if (saved) last.set(name, value);
      });
      if (!saved) return;
      if (needsEntropy) before = window64(x, length).slice();
      const [dU, Q, W] = [last.get("dU"), last.get("Q"), last.get("W")];
      if (dU !== undefined && Q !== undefined && W !== undefined) {
        firstLaw = Math.max(firstLaw ?? 0, Math.abs(dU + (last.get("carried") ?? 0) - Q - W));
      }
    },
    values(n, state) {
      if (n > 0 && needsEntropy && before) {
        const entropies = { before: entropyOf(before), after: entropyOf(state()), start: startEntropy ?? 0 };
        const out = observables.map((o) => (o.kind === "ledger" ? column(o, n, entropies) : null));
        const flux = last.get("flux");
        if (flux !== undefined && !dynamics.idle) secondLaw = Math.max(secondLaw ?? 0, entropies.before - entropies.after - flux);
        return out;
      }
      return observables.map((o) => (o.kind === "ledger" ? column(o, n, null) : null));
    },
    get firstLawResidual() {
      return firstLaw;
    },
    get secondLawViolation() {
      return secondLaw;
    },
    warnings: asked ? problems(dynamics, books) : [],
  };

  function column(o: Column, n: number, S: { before: number; after: number; start: number } | null): number | null {
    if (n === 0) return o.cumulated && !o.machine ? 0 : null;
    const table = o.cumulated ? totals : last;
    // A sum exists where every collision of the stream books it.
    const booked = (name: string) => (!o.cumulated || bookings.every(({ names }) => names.includes(name)) ? table.get(name) : undefined);
    if (o.during === "idle") return booked(o.bath === null ? `idle:${o.column}` : `idle:heat:${o.bath}`) ?? null;
    if (o.column === "Q" && o.bath !== null) return heatOf(o.bath, o.cumulated);
    if (o.column === "efficiency" || o.column === "COP") return machine(o, booked("W"));
    if (o.column === "carried" && !dynamics.carried) return 0;
    if (o.column === "dU" || o.column === "carried" || o.column === "Q" || o.column === "W") return booked(o.column) ?? null;
    if (o.column === "unit_ergotropy") return unitErgotropy();
    // The state right after a collision is not at hand where something acts before the next one; sums are of both.
    if (!S || (dynamics.idle && !o.cumulated)) return null;
    const dS = o.cumulated ? S.after - S.start : S.after - S.before;
    if (o.column === "dS") return dS;
    const flux = booked("flux");
    const idle = o.column === "Sigma" && dynamics.idle ? idleFlux(dynamics.idle) : 0;
    if (o.column === "Sigma") return flux === undefined || idle === null ? null : dS + flux + idle;
    if (o.cumulated || books[element].length > 1) return null;
    const { I, D } = sharedInformation(books[element][0], stateBefore(), dS, flux ?? null);
    return o.column === "mutual_information" ? I : D;
  }

  /** −Σ_b β_b Q_b of what the baths between collisions gave since the start; null where one of them has no temperature above 0. */
  function idleFlux({ generator }: NonNullable<Collisions["idle"]>): number | null {
    return bathsBetween(generator).reduce<number | null>((sum, { bath, beta }) => {
      const Q = totals.get(`idle:heat:${bath}`);
      return sum === null || beta === null || Q === undefined ? null : sum - beta * Q;
    }, 0);
  }

  /** Heat from one bath: 0 where it takes no part, null where one of its units has no energy. */
  function heatOf(bath: string, cumulated: boolean): number | null {
    const concerned = (cumulated ? bookings : [bookings[element]]).filter(({ baths }) => baths.has(bath));
    if (!concerned.every(({ names }) => names.includes(`heat:${bath}`))) return null;
    return (cumulated ? totals : last).get(`heat:${bath}`) ?? 0;
  }

  function machine({ column: which, machine: baths }: Column, W: number | undefined): number | null {
    if (!baths || W === undefined) return null;
    const [cold, hot] = [heatOf(baths.cold, true), heatOf(baths.hot, true)];
    if (cold === null || hot === null) return null;
    return which === "efficiency" ? efficiency(cold, hot, W) : coefficientOfPerformance(cold, hot, W);
  }

  /** Ergotropy of the unit that leaves the last recorded collision; null for a mixture, or units without energy. */
  function unitErgotropy(): number | null {
    const [book] = books[element];
    return books[element].length > 1 || !book.unitEnergy || !before ? null : ergotropy(book.outgoing(stateBefore()), book.unitEnergy);
  }

  /** The system before the last recorded collision. */
  function stateBefore(): Operator {
    const view = sectorView(dynamics.system, plan.sector, before as Float64Array, lanes);
    const entries: [number, number, number, number][] = [];
    view.forEach((i, j, re, im) => {
      entries.push([i, j, re, im]);
    });
    return Operator.fromEntries(dynamics.system, entries);
  }
}

/** The entropy of a state stored [coordinate][lane]: in closed form for a qubit, where it is asked for most often. */
function entropyFunction(dynamics: Collisions, sector: Sector, lanes: number): (state: Float64Array) => number {
  if (dynamics.system.dimension !== 2) return (state) => entropy(sectorView(dynamics.system, sector, state, lanes));
  const places = [
    sector.indexOf(0, 0, Part.Re),
    sector.indexOf(1, 1, Part.Re),
    sector.indexOf(0, 1, Part.Re),
    sector.indexOf(0, 1, Part.Im),
  ];
  return (state) => {
    const [p, q, re, im] = places.map((at) => (at < 0 ? 0 : state[at * lanes]));
    const square = re * re + im * im;
    const large = (p + q + Math.sqrt((p - q) * (p - q) + 4 * square)) / 2;
    // The small eigenvalue from the determinant, so that it keeps its digits near a pure state.
    return shannonTerm(large) + shannonTerm((p * q - square) / large);
  };
}

/** Why a column is null, one sentence each. */
function problems(dynamics: Collisions, books: readonly (readonly CollisionFunctionals[])[]): string[] {
  const found = new Set<string>();
  for (const parts of books) for (const part of parts) if (part.fluxProblem) found.add(part.fluxProblem);
  return dynamics.idle ? [...found, ...problemsBetween(dynamics.idle.generator)] : [...found];
}
