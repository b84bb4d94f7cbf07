import { Command, Option } from "commander";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { planEnsemble } from "../ensembles/run-ensemble.ts";
import { toJson } from "../files/json.ts";
import { provenance } from "../files/provenance.ts";
import type { Model } from "../models/model.ts";
import type { Plan } from "../plan/plan.ts";
import { plan as planModel } from "../studies/planning.ts";
import { askedModel } from "./asked.ts";
import { UsageError } from "./failure.ts";
import { observablesOf } from "./model.ts";
import { readNoise } from "./noise.ts";
import { lengthOf, type ModelOptions, type RunLengthOptions, withLength, withModel, withObservables, withStart } from "./options.ts";
import { complain, print } from "./output.ts";
import { everyWith, lengthWith, noiseOf, observeWith, type Sections } from "./sections.ts";
import { realNumber, repeat, wholeNumber } from "./words.ts";

const COMMANDS = ["run", "steady", "ensemble", "averaged", "sweep"] as const;

interface PlanCommandOptions extends ModelOptions, RunLengthOptions {
  readonly for?: (typeof COMMANDS)[number];
  readonly lanes?: number;
  readonly noise?: readonly string[];
  readonly every?: number;
  readonly json?: boolean;
}

const examples = `
Examples:
  ancilla plan phaseonium
  ancilla plan phaseonium --for steady
  ancilla plan phaseonium --steps 2000 --noise "theta=normal(0.4,0.2)" --lanes 8
  ancilla plan kerr --until 10 --method "krylov()"
  ancilla plan atoms --for steady --json`;

/** `ancilla plan MODEL`: what will run, without running it. */
export function plan(): Command {
  return withStart(withLength(withObservables(withModel(new Command("plan")))))
    .description("what will run: sectors, the way each kind of work is done and why not otherwise, flops, bytes")
    .addOption(new Option("--for <command>", "the command to plan (default: run; ensemble with --noise)").choices([...COMMANDS]))
    .option("--noise <name=kind>", "noise, such as theta=normal(0.4,0.2) (repeatable)", repeat)
    .option("--every <h>", "how long a drawn value is held (master equations)", realNumber("every"))
    .option("--lanes <n>", "realisations side by side in an ensemble", wholeNumber("lanes", 1))
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", examples)
    .action(planCommand);
}

async function planCommand(word: string, given: PlanCommandOptions): Promise<void> {
  const { model, observe, sections, hashes } = await askedModel(word, given.set, given);
  const noise = noiseFor(given, sections);
  const options = withDefaults({ ...given, ...(observe ? { observe } : {}) }, sections, Object.keys(noise).length > 0);
  const planned = await planOf(model, { ...options, ...everyWith(model, options.every, sections.noise, noise) }, noise);
  const { parameters, warnings } = model;
  const data = {
    model: model.name,
    parameters,
    plan: { ...planned, text: String(planned) },
    diagnostics: { warnings },
    provenance: provenance({ noisy: Object.keys(noise), ...hashes }),
  };
  if (options.json) process.stdout.write(toJson(data));
  else print(`${planned}\n`);
  for (const warning of warnings) complain(warning, "warning: ");
}

/** The noise of the line; that of the document only where an ensemble or an average is to be planned. */
function noiseFor({ noise, set, for: command }: PlanCommandOptions, sections: Sections): Readonly<Record<string, Noise>> {
  if (noise || (command !== "ensemble" && command !== "averaged")) return readNoise(noise, set);
  return noiseOf(sections.noise, set);
}

/** The options of the line with the defaults of the section that the planned command would take. */
function withDefaults(given: PlanCommandOptions, sections: Sections, noisy: boolean): PlanCommandOptions {
  const command = given.for ?? (noisy ? "ensemble" : "run");
  if (command === "sweep") return given;
  const section = command === "run" ? sections.run : command === "steady" ? sections.steady : sections.noise;
  const observe = observeWith(given.observe, section);
  return { ...(command === "steady" ? given : lengthWith(given, section)), ...(observe === undefined ? {} : { observe }) };
}

async function planOf(model: Model, options: PlanCommandOptions, noise: Readonly<Record<string, Noise>>): Promise<Plan> {
  const noisy = Object.keys(noise).length > 0;
  const command = options.for ?? (noisy ? "ensemble" : "run");
  if (noisy && command !== "ensemble" && command !== "averaged") {
    throw new UsageError(`Option --noise does nothing for ${command}. Use --for ensemble or --for averaged.`);
  }
  if (options.lanes !== undefined && command !== "ensemble") {
    throw new UsageError(`Option --lanes does nothing for ${command}. Use --for ensemble.`);
  }
  if (options.every !== undefined && command !== "ensemble" && command !== "averaged") {
    throw new UsageError(`Option --every does nothing for ${command}. Use --for ensemble.`);
  }
  const length = lengthOf(options);
  const every = options.every === undefined ? {} : { every: options.every };
  const observables = observablesOf(model, options.observe);
  if (command !== "ensemble") {
    // A point of a sweep is a stationary state, or the end of a run.
    const ends = length.steps !== undefined || length.until !== undefined;
    const asked = command === "sweep" ? (ends ? "run" : "steady") : command;
    return planModel(model, { ...length, command: asked, observables, ...(asked === "averaged" ? { noise, ...every } : {}) });
  }
  const { method: _, ...extent } = length;
  const steps = model.dynamics.kind === "collisions" && extent.steps === undefined && extent.until === undefined ? { steps: 1 } : {};
  const lanes = options.lanes === undefined ? {} : { lanes: options.lanes };
  return planEnsemble(model, { ...extent, ...every, ...steps, ...lanes, trajectories: 2, noise, observables });
}
