/** The ledger's columns as observables: of the last collision, summed since the start, by bath, and what they make of a machine. */
import type { LedgerColumn, Observable } from "../observables/observable.ts";

/** A bath of the stream: its name, and its inverse temperature where all of its units have the same one. */
export interface LedgerBath {
  readonly name: string;
  readonly beta: number | null;
}

const descriptions = {
  dU: "energy gained by the system",
  Q: "heat from the units, −ΔE of theirs",
  W: "work of switching the interaction on and off",
  Sigma: "entropy production Σ = I + D, which is ΔS − βQ for thermal units",
  dS: "entropy change of the system, in nats",
  mutual_information: "mutual information between the system and the unit that leaves, in nats",
  relative_entropy: "relative entropy D(η′‖η) of the unit that leaves to a fresh one, in nats",
  unit_ergotropy: "ergotropy of the unit that leaves",
} as const satisfies Partial<Record<LedgerColumn, string>>;

const SUMMED: readonly LedgerColumn[] = ["dU", "carried", "Q", "W", "Sigma", "dS"];

/** Does a column add up over collisions? */
export function isSummed(column: LedgerColumn): boolean {
  return SUMMED.includes(column);
}

/**
 * Observables `dU Q W Sigma dS mutual_information relative_entropy unit_ergotropy` of the last collision, `dU_total Q_total W_total
 * Sigma_total dS_total` since the start, `Q_<bath>` and `Q_<bath>_total` of each bath (0 where it took no part), and where there is a hot
 * and a cold bath the `efficiency` and `COP` that the sums since the start make.
 *
 * `carried` names a unit that stays until the next collision: its energy is `dU_<carried>`, and entropies are those of it and the system;
 * where it does not stay (`stays` false) that energy is 0.
 */
export function ledgerColumns(baths: readonly LedgerBath[] = [], carried: string | null = null, stays = true): Observable[] {
  const about = carried === null || !stays ? "" : `, system and carried unit (${carried}) together`;
  const table: Readonly<Record<string, string>> = { ...descriptions, dS: `entropy change of the system, in nats${about}` };
  const plain = Object.keys(descriptions) as (keyof typeof descriptions)[];
  return [
    ...plain.map((column) => make(column, column, `${table[column]}, in the last collision`)),
    ...plain.filter(isSummed).map((column) => make(`${column}_total`, column, `${table[column]}, since the start`, { cumulated: true })),
    ...(carried === null ? [] : lastAndTotal(`dU_${carried}`, "carried", "energy gained by the unit that stays until the next collision")),
    ...baths.flatMap(({ name }) => lastAndTotal(`Q_${name}`, "Q", `heat from bath "${name}"`, name)),
    ...machineColumns(baths),
  ];
}

function lastAndTotal(name: string, column: LedgerColumn, description: string, bath: string | null = null): Observable[] {
  return [
    make(name, column, `${description}, in the last collision`, { bath }),
    make(`${name}_total`, column, `${description}, since the start`, { cumulated: true, bath }),
  ];
}

/** Efficiency −W/Q_hot and coefficient of performance Q_cold/W of two baths of different temperatures. */
function machineColumns(baths: readonly LedgerBath[]): Observable[] {
  const [a, b] = baths;
  if (baths.length !== 2 || a.beta === null || b.beta === null || a.beta === b.beta) return [];
  const machine = a.beta < b.beta ? { hot: a.name, cold: b.name } : { hot: b.name, cold: a.name };
  const sums = { cumulated: true, machine };
  return [
    make("efficiency", "efficiency", `−W/Q of the hot bath "${machine.hot}" since the start; null unless it is an engine`, sums),
    make("COP", "COP", `Q of the cold bath "${machine.cold}" over W since the start; null unless it is a refrigerator`, sums),
  ];
}

/**
 * Observables `dU_idle Q_idle W_idle` and `Q_<bath>_idle` of the time between the last collision and the next, and their sums since the
 * start (`…_idle_total`), of a stream whose system follows a master equation with these baths there. ΔU_total + ΔU_idle_total is all energy
 * that the system has gained.
 */
export function idleColumns(baths: readonly string[]): Observable[] {
  const columns: readonly (readonly [string, LedgerColumn, string, string | null])[] = [
    ["dU_idle", "dU", "energy gained by the system between collisions", null],
    ["Q_idle", "Q", "heat from all baths between collisions", null],
    ["W_idle", "W", "energy gained between collisions that is no heat of a bath", null],
    ...baths.map((bath) => [`Q_${bath}_idle`, "Q", `heat from bath "${bath}" between collisions`, bath] as const),
  ];
  return columns.flatMap(([name, column, description, bath]) => [
    make(name, column, `${description}, after the last collision`, { bath, during: "idle" }),
    make(`${name}_total`, column, `${description}, since the start`, { bath, during: "idle", cumulated: true }),
  ]);
}

const PURE: readonly LedgerColumn[] = ["Sigma", "dS", "mutual_information", "relative_entropy", "efficiency", "COP"];

/** What a column is measured in: entropies (nats) and ratios are pure numbers, the rest are energies. */
export function unitOfColumn(column: LedgerColumn): "1" | "energy" {
  return PURE.includes(column) ? "1" : "energy";
}

type More = Partial<Pick<Extract<Observable, { kind: "ledger" }>, "cumulated" | "bath" | "machine" | "during">>;

function make(name: string, column: LedgerColumn, description: string, more: More = {}): Observable {
  return { kind: "ledger", name, description, unit: unitOfColumn(column), column, cumulated: false, bath: null, ...more };
}
