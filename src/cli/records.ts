/** `ancilla records FILE`: statistics of what was seen along trajectories. */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Command } from "commander";
import { writableFolder } from "../files/folder.ts";
import { provenance } from "../files/provenance.ts";
import type { Column, ResultRecord } from "../files/record.ts";
import { readRecordsWithAbout, recordsEnding } from "../files/trajectory-files.ts";
import type { EventRecord } from "../studies/records/events.ts";
import type { TrajectoryRecord } from "../studies/records/record-kinds.ts";
import { recordedCounts, type Sampled } from "../studies/records/recorded-counts.ts";
import { recordedG2 } from "../studies/records/recorded-g2.ts";
import { recordedSpectrum } from "../studies/records/recorded-spectrum.ts";
import { recordedWaiting } from "../studies/records/recorded-waiting.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { gridOf } from "./grids.ts";
import { type ResultOptions, withDelivery } from "./options.ts";
import { defined } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { names, realNumber, wholeNumber } from "./words.ts";

interface RecordsWords extends Omit<ResultOptions, "set"> {
  readonly waiting?: string;
  readonly g2?: string;
  readonly windows?: number;
  readonly spectrum?: true | number;
  readonly of?: readonly string[];
  readonly later?: readonly string[];
  readonly fromStart?: boolean;
  readonly after?: number;
}

const examples = `
FILE is what \`ancilla unravel … --records FILE\` wrote. Bins are edges, such as 0:10:41 (start, end, edges) or 0,1,2; of readings in collisions.
The exact numbers are those of \`ancilla counting MODEL --of … --waiting …\`, --distribution and --over omega=….

Examples:
  ancilla unravel bloch --by jumps --until 60 --trajectories 400 --records clicks.npz
  ancilla records clicks.npz --waiting 0:10:41
  ancilla records clicks.npz --g2 0:5:21 --after 10
  ancilla records clicks.npz --windows 5 --after 10 --json
  ancilla records current.parquet --spectrum 1024 --after 10`;

/** The command. */
export function records(): Command {
  const command = new Command("records")
    .description("statistics of records of trajectories: waiting times, pairs, counts in windows, spectra, with standard errors")
    .argument("<file>", "records as .npz or .parquet")
    .option("--waiting <edges>", "the distribution of waiting times in bins")
    .option("--g2 <edges>", "pairs of events by their delay, over those of independent ones")
    .option("--windows <length>", "counts in windows of this length: mean, variance, Fano factor, probabilities", realNumber("windows"))
    .option("--spectrum [steps]", "the spectrum of a current, from segments of so many steps", wholeNumber("spectrum", 4))
    .option("--of <names>", "detectors, outcomes or a current (default: all detectors, the only current)", names)
    .option("--later <names>", "with --g2: the events that come later (default: the same)", names)
    .option("--from-start", "with --waiting: from the beginning to the first event")
    .option("--after <t>", "leave out what comes before, such as the way to the stationary state", realNumber("after"))
    .addHelpText("after", examples);
  return withDelivery(command).action(recordsCommand);
}

/** A table, and what is said below it. */
interface Told {
  readonly name: string;
  readonly axis: ResultRecord["axis"];
  readonly observables: Readonly<Record<string, Column>>;
  readonly numbers: Readonly<Record<string, unknown>>;
  readonly summary: string;
}

async function recordsCommand(file: string, options: RecordsWords): Promise<void> {
  requireOne(options);
  const { record, about } = await readRecordsWithAbout(file);
  const { of, later, fromStart, after, waiting, g2, windows, spectrum } = options;
  const said = defined({ waiting, g2, windows, spectrum, of, later, fromStart, after });
  const model = typeof about.model === "string" ? about.model : "records";
  const request = { command: "records", about, said };
  const told = tell(record, options);
  const to = await target(options, { name: `${model}-${told.name}`, request });
  if (await repeated(to)) return;
  await deliver(
    to,
    {
      model,
      parameters: (about.parameters ?? {}) as ResultRecord["parameters"],
      axis: told.axis,
      observables: told.observables,
      ...told.numbers,
      diagnostics: { warnings: [] },
      provenance: provenance({ records: about.provenance ?? null, ...said }),
    },
    told.summary,
  );
}

function requireOne({ waiting, g2, windows, spectrum, later, fromStart }: RecordsWords): void {
  const asked = [waiting, g2, windows, spectrum].filter((word) => word !== undefined).length;
  if (asked !== 1) throw new UsageError("Give one of --waiting, --g2, --windows and --spectrum.");
  if (later !== undefined && g2 === undefined) throw new UsageError("Option --later belongs to --g2. Give both, or leave it out.");
  if (fromStart && waiting === undefined) throw new UsageError("Option --from-start belongs to --waiting. Give both, or leave it out.");
}

function tell(record: TrajectoryRecord, options: RecordsWords): Told {
  const { waiting, g2, windows, spectrum } = options;
  if (spectrum !== undefined) return tellSpectrum(record, options);
  if (record.kind === "currents") throw new UsageError("The file holds currents, which have a --spectrum and no events.");
  if (waiting !== undefined) return tellWaiting(record, gridOf("waiting", waiting), options);
  if (g2 !== undefined) return tellPairs(record, gridOf("g2", g2), options);
  return tellCounts(record, windows as number, options);
}

/** The middle of a bin in time; of collisions the last one that it holds. */
function placesOf({ kind }: EventRecord, edges: readonly number[]): number[] {
  return edges.slice(1).map((edge, b) => (kind === "readings" ? edge : (edges[b] + edge) / 2));
}

const withError = ({ value, standardError }: Sampled) => `${readable(value)} ± ${readable(standardError)}`;

function tellWaiting(record: EventRecord, edges: readonly number[], { of, after, fromStart }: RecordsWords): Told {
  const found = recordedWaiting(record, { edges, ...defined({ of, after }), ...(fromStart ? { from: "start" as const } : {}) });
  const { density, standardError, survival, survivalError, mean, longest, beyond, complete, censored } = found;
  const part = beyond > 0 ? ` (of the waits up to ${readable(longest)}, beyond which ${readable(beyond)} of them go)` : "";
  return {
    name: "waiting",
    axis: { name: "wait", values: placesOf(record, edges) },
    observables: { density, density_error: standardError, survival: survival.slice(1), survival_error: survivalError.slice(1) },
    numbers: { edges, meanWait: mean, longest, beyond, complete, censored },
    summary: `Mean wait ${withError(mean)}${part}; ${complete} waits ended, ${censored} were cut off.`,
  };
}

function tellPairs(record: EventRecord, edges: readonly number[], { of, later, after }: RecordsWords): Told {
  const { g2, standardError, pairs, rates } = recordedG2(record, { edges, ...defined({ of, later, after }) });
  return {
    name: "g2",
    axis: { name: "delay", values: placesOf(record, edges) },
    observables: { g2, g2_error: standardError, pairs },
    numbers: { edges, rates },
    summary: `Events come at a rate of ${[...new Set(rates)].map(readable).join(" and ")}.`,
  };
}

function tellCounts(record: EventRecord, window: number, { of, after }: RecordsWords): Told {
  const { P, errors, mean, variance, fano, windows } = recordedCounts(record, { window, ...defined({ of, after }) });
  return {
    name: "windows",
    axis: { name: "n", values: P.map((_, n) => n) },
    observables: { P, P_error: errors },
    numbers: { window, windows, counts: { mean, variance, fano } },
    summary: `In ${windows} windows: mean ${withError(mean)}, variance ${withError(variance)}, Fano factor ${withError(fano)}.`,
  };
}

function tellSpectrum(record: TrajectoryRecord, { of, after, spectrum }: RecordsWords): Told {
  if (record.kind !== "currents") throw new UsageError("Option --spectrum is of currents, and the file holds events.");
  if (of && of.length > 1) throw new UsageError(`With --spectrum, --of names one current, but names ${of.length}.`);
  const segment = spectrum === true ? undefined : spectrum;
  const { omega, S, standardError, mean, segments } = recordedSpectrum(record, defined({ of: of?.[0], after, segment }));
  return {
    name: "spectrum",
    axis: { name: "omega", values: omega },
    observables: { S, S_error: standardError },
    numbers: { meanCurrent: mean, floor: 1, segments },
    summary: `Mean current ${withError(mean)}; ${segments} segments; the vacuum's shot noise is 1.`,
  };
}

/** A file that records can be written to, checked before anything is computed. */
export async function recordsFile(path: string): Promise<string> {
  recordsEnding(path, "records");
  await writableFolder(dirname(path), "records");
  return path;
}

export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
