import { Command, Option } from "commander";
import type { Noise } from "../dynamics/noise/known-kinds.ts";
import { planEnsemble } from "../ensembles/run-ensemble.ts";
import { toJson } from "../files/json.ts";
import { provenance } from "../files/provenance.ts";
import type { Asking } from "../models/asked-model.ts";
import type { Plan } from "../plan/plan.ts";
import { plan as planModel } from "../studies/planning.ts";
import { type Asked, askedModel } from "./asked.ts";
import { NO_PERIOD, requireConstant } from "./constant.ts";
import { UsageError } from "./failure.ts";
import { recordedOf } from "./model.ts";
import { readCorrelations, readNoise } from "./noise.ts";
import { lengthOf, type ModelOptions, type RunLengthOptions, withLength, withModel, withObservables, withStart } from "./options.ts";
import { complain, print } from "./output.ts";
import { PERIOD, periodOf } from "./period.ts";
import { defined, everyWith, lengthWith, noiseOf, observeWith, type Sections } from "./sections.ts";
import { realNumber, repeat, wholeNumber } from "./words.ts";

const COMMANDS = ["run", "steady", "ensemble", "averaged", "sweep"] as const;

interface PlanCommandOptions extends ModelOptions, RunLengthOptions {
  readonly for?: (typeof COMMANDS)[number];
  readonly lanes?: number;
  readonly noise?: readonly string[];
  readonly every?: number;
  readonly continuous?: boolean;
  readonly correlate?: readonly string[];
  readonly trajectories?: number;
  readonly period?: string | number;
  readonly json?: boolean;
}

const examples = `
Examples:
  ancilla plan phaseonium
  ancilla plan phaseonium --for steady
  ancilla plan driven.yaml --for steady --period "2*pi/omega"
  ancilla plan phaseonium --steps 2000 --noise "theta=normal(0.4,0.2)" --lanes 8
  ancilla plan kerr --until 10 --method "krylov()"
  ancilla plan atoms --for steady --json`;

/** `ancilla plan MODEL`: what will run, without running it. */
export function plan(): Command {
  return withStart(withLength(withObservables(withModel(new Command("plan")))))
    .description("what will run: sectors, the way each kind of work is done and why not otherwise, flops, bytes")
    .addOption(new Option("--for <command>", "the command to plan (default: run; ensemble with --noise)").choices([...COMMANDS]))
    .option("--noise <name=kind>", "noise, such as theta=normal(0.4,0.2) (repeatable)", repeat)
    .option("--period <T>", `with --for steady, of a driven master equation: the time after which its state repeats, ${PERIOD}`)
    .option("--every <h>", "how long a drawn value is held (master equations)", realNumber("every"))
    .option("--continuous", "the limit of short slices, of an average of a master equation")
    .option("--correlate <a,b=r>", "correlate the noise of two parameters (repeatable)", repeat)
    .option("--trajectories <n>", "realisations of an ensemble", wholeNumber("trajectories", 2))
    .option("--lanes <n>", "realisations side by side in an ensemble", wholeNumber("lanes", 1))
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", examples)
    .action(planCommand);
}

/** The options of the line, with the start that its words mean. */
type PlanQuestion = Omit<PlanCommandOptions, "initial"> & Pick<Asking, "initial">;

async function planCommand(word: string, given: PlanCommandOptions): Promise<void> {
  const asked = await askedModel(word, given.set, given);
  const { model, start, observe, sections, hashes } = asked;
  const noise = noiseFor(given, sections);
  const options = withDefaults({ ...given, ...(observe ? { observe } : {}) }, sections, Object.keys(noise).length > 0);
  const planned = await planOf(
    asked,
    { ...withoutWords(options), ...start, ...(given.continuous ? {} : everyWith(model, options.every, sections.noise, noise)) },
    noise,
  );
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

function withoutWords({ initial: _word, ...rest }: PlanCommandOptions): PlanQuestion {
  return rest;
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
  const recorded = observe === undefined ? {} : { observe };
  if (command !== "steady") return { ...lengthWith(given, section), ...recorded };
  return { ...defined({ period: sections.steady?.period }), ...given, ...recorded };
}

/** After which time the state repeats: a driven equation has no other that is stationary. */
async function repeating(model: Asked["model"], said: PlanCommandOptions["period"], remedy: string): Promise<{ readonly period?: number }> {
  const period = await periodOf(model, said);
  if (period === undefined) requireConstant(model, remedy);
  return defined({ period });
}

async function planOf(question: Asked, options: PlanQuestion, noise: Readonly<Record<string, Noise>>): Promise<Plan> {
  const { model } = question;
  const noisy = Object.keys(noise).length > 0;
  const command = options.for ?? (noisy ? "ensemble" : "run");
  if (noisy && command !== "ensemble" && command !== "averaged") {
    throw new UsageError(`Option --noise does nothing for ${command}. Use --for ensemble or --for averaged.`);
  }
  const only: readonly (readonly [keyof PlanQuestion, string, readonly string[]])[] = [
    ["period", "--period", ["steady"]],
    ["lanes", "--lanes", ["ensemble"]],
    ["trajectories", "--trajectories", ["ensemble"]],
    ["every", "--every", ["ensemble", "averaged"]],
    ["correlate", "--correlate", ["ensemble", "averaged"]],
    ["continuous", "--continuous", ["averaged"]],
  ];
  for (const [name, word, commands] of only) {
    if (options[name] === undefined || commands.includes(command)) continue;
    throw new UsageError(`Option ${word} does nothing for ${command}. Use --for ${commands[0]}.`);
  }
  const length = lengthOf(options);
  const every = {
    ...(options.every === undefined ? {} : { every: options.every }),
    ...readCorrelations(options.correlate),
  };
  const limit = options.continuous ? { continuous: true } : {};
  const start = options.initial === undefined ? {} : { initial: options.initial };
  const { observables } = recordedOf(question, options.observe);
  if (command !== "ensemble") {
    // A point of a sweep is a stationary state, or the end of a run.
    const ends = length.steps !== undefined || length.until !== undefined;
    const asked = command === "sweep" ? (ends ? "run" : "steady") : command;
    const remedy = command === "sweep" ? "Give --until, the end of a run at each point." : NO_PERIOD;
    return planModel(model, {
      ...length,
      ...start,
      command: asked,
      observables,
      ...(asked === "averaged" ? { noise, ...every, ...limit } : {}),
      ...(asked === "steady" ? await repeating(model, options.period, remedy) : {}),
    });
  }
  const { method: _, ...extent } = length;
  const steps = model.dynamics.kind === "collisions" && extent.steps === undefined && extent.until === undefined ? { steps: 1 } : {};
  const lanes = options.lanes === undefined ? {} : { lanes: options.lanes };
  return planEnsemble(model, {
    ...extent,
    ...every,
    ...steps,
    ...lanes,
    ...start,
    trajectories: options.trajectories ?? 2,
    noise,
    observables,
  });
}
