import { Command } from "commander";
import { toJson } from "../files/json.ts";
import { provenance } from "../files/provenance.ts";
import { plan as planModel } from "../plan/choose.ts";
import { modelOf } from "./model.ts";
import { readNoise } from "./noise.ts";
import { type ModelOptions, withModel } from "./options.ts";
import { repeat, wholeNumber } from "./words.ts";

interface PlanCommandOptions extends ModelOptions {
  readonly steps?: number;
  readonly lanes?: number;
  readonly noise?: readonly string[];
  readonly json?: boolean;
}

const examples = `
Examples:
  ancilla plan phaseonium
  ancilla plan phaseonium --noise "theta=normal(0.4,0.2)" --lanes 8
  ancilla plan atoms --json`;

/** `ancilla plan MODEL`: what will run, without running it. */
export function plan(): Command {
  return withModel(new Command("plan"))
    .description("what will run: sectors, lowering, flops per step, bytes")
    .option("--noise <name=kind>", "noise that the plan must be ready for, such as theta=normal(0.4,0.2) (repeatable)", repeat)
    .option("--steps <n>", "collisions that will be run", wholeNumber("steps", 1))
    .option("--lanes <n>", "realisations side by side", wholeNumber("lanes", 1))
    .option("--json", "print one JSON object on standard output and nothing else there")
    .addHelpText("after", examples)
    .action((name: string, { set, steps, lanes, noise, json }: PlanCommandOptions) => {
      const noisy = Object.keys(readNoise(noise, set));
      const { model } = modelOf(name, set);
      const planned = planModel(model, { ...(steps ? { steps } : {}), ...(lanes ? { lanes } : {}), ...(noisy.length ? { noisy } : {}) });
      const { parameters, warnings } = model;
      const data = {
        model: name,
        parameters,
        plan: { ...planned, text: String(planned) },
        diagnostics: { warnings },
        provenance: provenance({ noisy }),
      };
      process.stdout.write(json ? toJson(data) : `${planned}\n`);
      for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    });
}
