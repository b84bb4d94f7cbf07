/** Which elements of a density matrix live in a run of a model, as lists with names: what a picture of its sector is drawn from. */
import { wrongValue } from "../errors.ts";
import { auto } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { requireRunnable } from "../models/require-model.ts";
import { aStartingState, type Start, startOn } from "../models/starts.ts";
import { anInteger, checkOptions, type OptionChecks } from "../options.ts";
import { Part, type Sector } from "../sectors/sector.ts";
import { planCollisions } from "../solvers/collision-choice.ts";
import { planDerivative } from "../solvers/evolve.ts";
import type { Factor, Space } from "../spaces/space.ts";

/** What to look at. */
export interface SectorOptions {
  /** A state, whatever `initial` takes: `sizes` says which of the elements that may live are there in it. */
  readonly state?: Start;
  /** Collisions that are run: a schedule is read up to here; 1 unless given, which covers every other stream. */
  readonly steps?: number;
}

/** The elements that may live, in the upper triangle, as plain data. */
export interface SectorData {
  readonly dimension: number;
  /** Names of the basis states: `|e,3⟩` and `⟨e,3|`. */
  readonly kets: readonly string[];
  readonly bras: readonly string[];
  /** Live real numbers, of the D² of a density matrix. */
  readonly coordinates: number;
  readonly of: number;
  /** No imaginary part lives. */
  readonly real: boolean;
  /** Element e may live at row `rows[e]` ≤ column `columns[e]`, sorted. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** What of it may live: 1 its real part, 2 its imaginary part, 3 both. */
  readonly parts: Uint8Array;
  /** |ρ_ij| in `state`, where one was given: 0 where an element may live and does not. */
  readonly sizes: Float64Array | null;
  /** Of the upper triangle: elements that may live, those that do in `state`, and those that never will. */
  readonly counts: { readonly elements: number; readonly live: number | null; readonly never: number };
}

/** Dimension up to which lists are made. */
const MOST = 4096;

const checks: OptionChecks<SectorOptions> = { state: aStartingState, steps: anInteger(1, 1e6) };

/**
 * List the elements of ρ that may become nonzero in a run from the model's start: the coordinates that its plan steps.
 *
 * @returns rows, columns and parts of the elements ρ_ij with i ≤ j, names of the basis states, counts, and sizes in a given state
 * Throws TypeError or RangeError for bad options, a state of another space, or more than 4096 basis states.
 * @example
 * sectorData(phaseonium({ levels: 20 })).coordinates; // 2870
 */
export function sectorData(model: Model, options: SectorOptions = {}): SectorData {
  requireRunnable(model);
  const { state, steps = 1 } = checkOptions<SectorOptions>("options", options, checks);
  const { system } = model.dynamics;
  const D = system.dimension;
  if (D > MOST) throw wrongValue("model", `have at most ${MOST} basis states for lists`, D, "Use fewer levels, or look at its plan.");
  const { rows, columns, parts, coordinates } = listed(sectorOf(model, steps), D);
  const sizes = state === undefined ? null : sizesIn(startOn(system, state, "state"), rows, columns);
  const names = namesOf(system);
  const elements = rows.length;
  return {
    dimension: D,
    kets: names.map((name) => `|${name}⟩`),
    bras: names.map((name) => `⟨${name}|`),
    coordinates,
    of: D * D,
    real: !parts.some((part) => part > 1),
    rows,
    columns,
    parts,
    sizes,
    counts: { elements, live: sizes === null ? null : sizes.filter((size) => size > 0).length, never: (D * (D + 1)) / 2 - elements },
  };
}

function sectorOf(model: Model, steps: number): Sector | null {
  if (model.dynamics.kind === "collisions") return planCollisions(model, { steps: Math.max(steps, cycleOf(model)) }).sector;
  return planDerivative(model, auto()).sector;
}

function cycleOf({ dynamics }: Model): number {
  return dynamics.kind === "collisions" && dynamics.stream.kind === "cyclic" ? dynamics.stream.collisions.length : 1;
}

/** The elements of a sector, both parts of one together; of the whole matrix where there is none. */
function listed(sector: Sector | null, D: number) {
  const bits = new Map<number, number>();
  if (sector) {
    for (let q = 0; q < sector.count; q++) {
      const key = sector.row[q] * D + sector.column[q];
      bits.set(key, (bits.get(key) ?? 0) | (sector.part[q] === Part.Re ? 1 : 2));
    }
  } else for (let i = 0; i < D; i++) for (let j = i; j < D; j++) bits.set(i * D + j, i === j ? 1 : 3);
  const keys = Float64Array.from(bits.keys()).sort();
  const rows = Int32Array.from(keys, (key) => Math.floor(key / D));
  return {
    rows,
    columns: Int32Array.from(keys, (key, e) => key - rows[e] * D),
    parts: Uint8Array.from(keys, (key) => bits.get(key) as number),
    coordinates: sector?.count ?? D * D,
  };
}

function sizesIn(rho: ReturnType<typeof startOn>, rows: Int32Array, columns: Int32Array): Float64Array {
  return Float64Array.from(rows, (row, e) => {
    const [re, im] = rho.at(row, columns[e]);
    return Math.sqrt(re * re + im * im);
  });
}

/** What the basis states of a space are called. */
function namesOf({ factors }: Space): readonly string[] {
  return factors.reduce<readonly string[]>(
    (before, factor) =>
      before.flatMap((name) =>
        Array.from({ length: factor.dimension }, (_, k) => (name ? `${name},${levelOf(factor, k)}` : levelOf(factor, k))),
      ),
    [""],
  );
}

/** The level of a factor: its name, or the quantum number that its kind counts. */
function levelOf({ kind, names, first }: Factor, k: number): string {
  if (names) return names[k];
  if (kind !== "spin") return String(first + k);
  const twice = 2 * (first - k);
  return twice % 2 === 0 ? String(twice / 2) : `${twice}/2`;
}
