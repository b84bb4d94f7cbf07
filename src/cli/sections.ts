/** The author's own job in a model document: each section holds the defaults of one command, and what the line says wins. */
import { checkNoise, type Noise } from "../dynamics/noise/known-kinds.ts";
import { parseNoise } from "../dynamics/noise/notation.ts";
import type { Model } from "../models/model.ts";
import type { RunLengthOptions } from "./options.ts";
import { readMethod } from "./words.ts";

/** How far to run and what to keep. */
interface LengthSection {
  readonly steps?: number;
  readonly until?: number;
  readonly times?: readonly number[];
  readonly saveEvery?: number;
  readonly observe?: readonly string[];
}

/** Defaults of `run`. */
export interface RunSection extends LengthSection {
  /** As `--method` reads it. */
  readonly method?: string;
}

/** Defaults of `ensemble` and `averaged`. */
export interface NoiseSection extends LengthSection {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly trajectories?: number;
  readonly seed?: number;
  readonly every?: number;
  /** As `--correlate` reads it. */
  readonly correlate?: readonly string[];
}

/** One axis of the defaults of `sweep`. */
export interface SweepSection {
  readonly over: string;
  readonly values?: readonly number[];
  readonly from?: number;
  readonly to?: number;
  readonly points?: number;
  readonly scale?: "linear" | "log";
  readonly of?: "steady" | "run";
  readonly steps?: number;
  readonly until?: number;
  readonly observe?: readonly string[];
}

/** Defaults of `steady`. */
export interface SteadySection {
  readonly observe?: readonly string[];
  /** As `--period` reads it. */
  readonly period?: string | number;
  readonly points?: number;
}

/** How the author wants a run drawn. */
export interface FigureSection {
  readonly title?: string;
  readonly x?: string;
  readonly y?: string | readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

/** All sections of a document; a model of the catalogue has none. */
export interface Sections {
  readonly run?: RunSection;
  readonly steady?: SteadySection;
  readonly noise?: NoiseSection;
  readonly sweep?: SweepSection | readonly SweepSection[];
  readonly figure?: FigureSection;
  /** Options of the commands of these names. */
  readonly counting?: Readonly<Record<string, unknown>>;
  readonly unravel?: Readonly<Record<string, unknown>>;
  readonly correlate?: Readonly<Record<string, unknown>>;
  readonly spectrum?: Readonly<Record<string, unknown>>;
  readonly wigner?: Readonly<Record<string, unknown>>;
}

/** The length of a run: that of the line where it has one, else that of a section; a list of times leaves no room for `saveEvery`. */
export function lengthWith<T extends RunLengthOptions>(given: T, section: (LengthSection & { readonly method?: string }) | undefined): T {
  if (!section) return given;
  const { steps, until, times, saveEvery, method } = section;
  const own = given.steps !== undefined || given.until !== undefined || given.times !== undefined;
  const length = own ? {} : defined({ steps, until, times });
  const recorded = given.times === undefined && (own || times === undefined) ? defined({ saveEvery }) : {};
  const stepped = method === undefined ? {} : { method: readMethod(method) };
  return { ...recorded, ...length, ...stepped, ...given };
}

/** The observables of the line, else those of a section; undefined leaves them to the model. */
export function observeWith(
  given: readonly string[] | undefined,
  section: { readonly observe?: readonly string[] } | undefined,
): readonly string[] | undefined {
  return given ?? section?.observe;
}

/** The noise of a section, but for parameters that the line sets. */
export function noiseOf(section: NoiseSection | undefined, settings: readonly string[] = []): Readonly<Record<string, Noise>> {
  const set = settings.map((word) => word.split("=")[0]);
  const found = Object.entries(section?.parameters ?? {}).filter(([name]) => !set.includes(name));
  return Object.fromEntries(
    found.map(([name, noise]) => (typeof noise === "string" ? parseNoise(`${name}=${noise}`) : ([name, checkNoise(noise)] as const))),
  );
}

/** How long drawn values are held: as the line says, else as the section does where some noise has more than one value. */
export function everyWith(
  { dynamics }: Pick<Model, "dynamics">,
  given: number | undefined,
  section: NoiseSection | undefined,
  noise: Readonly<Record<string, Noise>>,
): { readonly every?: number } {
  if (given !== undefined) return { every: given };
  const held = dynamics.kind === "generator" && Object.values(noise).some(({ perRealisation }) => !perRealisation);
  return held && section?.every !== undefined ? { every: section.every } : {};
}

/** An object without the entries that are undefined. */
export function defined<T extends object>(values: T): { [name in keyof T]?: Exclude<T[name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
