import { Command } from "commander";
import { streamElements } from "../dynamics/channel.ts";
import type { Collision } from "../dynamics/collisions.ts";
import { provenance } from "../files/provenance.ts";
import type { Column, ResultRecord } from "../files/record.ts";
import type { Model } from "../models/model.ts";
import { heterodyne, homodyne } from "../studies/unravel/current.ts";
import { jumps } from "../studies/unravel/detection.ts";
import { measured } from "../studies/unravel/readings.ts";
import { unravel as follow } from "../studies/unravel/unravel.ts";
import type { Measurement, UnravelOptions, UnravelResult } from "../studies/unravel/unravel-options.ts";
import { askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { type ResultOptions, withDelivery, withModel } from "./options.ts";
import { defined } from "./sections.ts";
import { target } from "./target.ts";
import { names, numberList, realNumber, wholeNumber } from "./words.ts";

interface UnravelWords extends ResultOptions {
  readonly by: string;
  readonly units?: string;
  readonly efficiency?: number;
  readonly dark?: number;
  readonly dt?: number;
  readonly phase?: number;
  readonly bath?: string;
  readonly steps?: number;
  readonly until?: number;
  readonly saveEvery?: number;
  readonly trajectories: number;
  readonly seed?: number;
  readonly observe?: readonly string[];
  readonly quantiles?: readonly number[];
  readonly records?: boolean;
}

const examples = `
--by jumps watches the jumps of a master equation; --by measured reads the energy of each unit that leaves a collision model. Observables are
those of the state given the record; N_<outcome> counts clicks of a detector, or readings.

Examples:
  ancilla unravel bloch --by jumps --until 20 --trajectories 1000
  ancilla unravel bloch --by homodyne --dt 0.01 --until 5 --save-every 1 --trajectories 500 --observe sz,Y
  ancilla unravel kerr --by jumps --efficiency 0.8 --dark 0.01 --until 10 --trajectories 200 --observe n
  ancilla unravel structured --by measured --steps 50 --trajectories 1000 --records --json`;

/** `ancilla unravel MODEL --by jumps`: trajectories of a system whose jumps or units are watched. */
export function unravel(): Command {
  const command = withModel(new Command("unravel"))
    .description("trajectories: conditional states given clicks of detectors or readings of units, with statistics over them")
    .requiredOption("--by <what>", "jumps, homodyne or heterodyne (master equations), or measured (units of collision models)")
    .requiredOption("--trajectories <n>", "trajectories", wholeNumber("trajectories", 2))
    .option("--units <bath>", "the bath whose units are read (default: all)")
    .option("--efficiency <x>", "fraction of jumps or units that is seen (default: 1)", realNumber("efficiency"))
    .option("--dark <rate>", "rate of clicks that no jump causes (default: 0)", realNumber("dark"))
    .option("--dt <t>", "length of the steps of a current", realNumber("dt"))
    .option("--phase <phi>", "phase of the local oscillator (default: 0)", realNumber("phase"))
    .option("--bath <name>", "the bath whose jump makes the current", String)
    .option("--steps <n>", "collisions", wholeNumber("steps", 0))
    .option("--until <t>", "time to follow a master equation to", realNumber("until"))
    .option("--save-every <k>", "record every k collisions, or after so much time", realNumber("save-every"))
    .option("--seed <n>", "seed of the random numbers (default: 0)", wholeNumber("seed", 0))
    .option("--observe <list>", "observables, separated by commas", names)
    .option("--quantiles <list>", "levels, such as 0.05,0.5,0.95", numberList("quantiles"))
    .option("--records", "keep all readings or clicks in the result")
    .addHelpText("after", examples);
  return withDelivery(command).action(unravelCommand);
}

async function unravelCommand(word: string, options: UnravelWords): Promise<void> {
  const { model, carried, hashes } = await askedModel(word, options.set);
  const { by, units, efficiency, dark, dt, phase, bath, steps, until, saveEvery, trajectories, seed, observe, quantiles, records } =
    options;
  const measurement = measurementOf(model, options);
  const asked = defined({ steps, until, saveEvery, seed, observables: observe, quantiles, records });
  const said = { by, trajectories, ...defined({ units, efficiency, dark, dt, phase, bath }), ...asked };
  const request = { command: "unravel", model: model.name, parameters: model.parameters, ...said, ...hashes };
  const to = await target(options, { name: `${model.name}-unravel`, request });
  if (await repeated(to)) return;
  const found = await follow(model, { by: measurement, trajectories, ...asked } as UnravelOptions);
  const { mean, std, standardError, min, max, missing, axis, outcomes, warnings } = found;
  const record: ResultRecord = {
    model: model.name,
    parameters: found.parameters,
    ...carried,
    axis,
    mean,
    std,
    standardError,
    min,
    max,
    missing,
    ...quantileCurves(found),
    by: found.by,
    outcomes,
    trajectories: found.trajectories,
    partial: found.partial,
    ...(found.records ? { records: { ...found.records, values: Array.from(found.records.values) } } : {}),
    ...(found.currents ? { currents: { ...found.currents, increments: Array.from(found.currents.increments) } } : {}),
    ...(found.clicks ? { clicks: found.clicks } : {}),
    diagnostics: { warnings },
    provenance: provenance({ seed: found.seed, ...said, ...hashes }),
  };
  await deliver(to, record, `Made of ${found.trajectories} trajectories: ${found.by}.`, !found.partial);
}

/** What the line asks to be measured. */
function measurementOf(model: Model, { by, units, efficiency, dark, dt, phase, bath }: UnravelWords): Measurement {
  switch (by) {
    case "jumps":
      if (units !== undefined) throw new UsageError("Option --units belongs to --by measured. Leave it out.");
      return jumps(defined({ efficiency, dark }));
    case "homodyne":
    case "heterodyne": {
      if (dark !== undefined || units !== undefined)
        throw new UsageError("Options --dark and --units do not belong to currents. Leave them out.");
      if (dt === undefined) throw new UsageError(`A ${by} current needs the length of its steps. Give --dt, for example 0.01.`);
      const options = { dt, ...defined({ efficiency, phase, bath }) };
      return by === "homodyne" ? homodyne(options) : heterodyne(options);
    }
    case "measured":
      if (dark !== undefined) throw new UsageError("Option --dark belongs to --by jumps. Leave it out.");
      return measured({ observable: energyOfUnits(model, units), ...defined({ efficiency, units }) });
    default:
      throw new UsageError(`Option --by must be jumps, homodyne, heterodyne or measured, but is "${by}".`);
  }
}

/** H_E of the units that are read. */
function energyOfUnits({ dynamics, name }: Model, units: string | undefined) {
  if (dynamics.kind === "generator") throw new UsageError(`${name} is a master equation, which has no units. Use --by jumps.`);
  const all = streamElements(dynamics, 1).elements.flatMap((element) => element.map(({ collision }): Collision => collision));
  const read = units === undefined ? all[0] : all.find(({ bath }) => bath === units);
  if (!read)
    throw new UsageError(`Option --units must name a bath (${[...new Set(all.map(({ bath }) => bath))].join(", ")}), but is "${units}".`);
  if (!read.HE) throw new UsageError(`Units of ${name} have no energy to be read. Read them from a program: measured({ observable }).`);
  return read.HE;
}

function quantileCurves({ quantiles }: UnravelResult): Record<string, Record<string, Column>> {
  if (!quantiles) return {};
  return Object.fromEntries(
    quantiles.levels.map((level, i) => [
      `q${level}`,
      Object.fromEntries(Object.entries(quantiles.values).map(([name, curves]) => [name, curves[i]])),
    ]),
  );
}
