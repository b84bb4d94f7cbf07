import { Command, Option } from "commander";
import { provenance } from "../files/provenance.ts";
import type { Method } from "../methods/method.ts";
import { g1, g2 } from "../studies/coherence.ts";
import { correlation } from "../studies/two-times.ts";
import { askedModel } from "./asked.ts";
import { requireConstant } from "./constant.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { gridOf } from "./grids.ts";
import { operatorsOf } from "./operators.ts";
import { type ResultOptions, withDelivery, withModel } from "./options.ts";
import { target } from "./target.ts";
import { names, readMethod, realNumber } from "./words.ts";

interface CorrelateWords extends ResultOptions {
  readonly of: readonly string[];
  readonly times: string;
  readonly from?: string;
  readonly units?: boolean;
  readonly coherence?: string;
  readonly method?: Method;
}

const examples = `
Operators: observables of the model that are single operators (energy, n, sz), and those of its factors: sx sy sz sp sm of a qubit,
a ad n parity of a mode, Jx Jy Jz Jp Jm of a spin, with a label where several factors have them: sm(atom), dag(a(cavity)).

Examples:
  ancilla correlate jaynes-cummings --set nbar=0.1 --of ad,a --times 0:20:101
  ancilla correlate bloch --of sz --times 0:10:201 --out results --format csv,svg
  ancilla correlate bloch --set Omega=2 --of sm --coherence g2 --times 0:10:201
  ancilla correlate phaseonium --set cavities=1 --set levels=8 --of n --times 0:200:201 --from 50`;

/** `ancilla correlate MODEL --of A,B --times …`: two-time correlations. */
export function correlate(): Command {
  const command = withModel(new Command("correlate"))
    .description("a two-time correlation ⟨A(t+τ)B(t)⟩, or ⟨A(t)B(t+τ)C(t)⟩ of three operators")
    .requiredOption("--of <operators>", "A,B or A,B,C by name; one X alone stands for dag(X),X", names)
    .requiredOption("--times <delays>", "delays τ ≥ 0 as a list or start:end:points; numbers of collisions for a stream")
    .option("--from <t>", "steady (the default), or the time, or number of collisions, after the initial state")
    .option("--units", "correlate the units that leave a stream: A of unit n + m, B of unit n")
    .addOption(
      new Option("--coherence <g>", "g1 or g2 of the field X of --of, normalised; of g2 also of two detectors X,Y").choices(["g1", "g2"]),
    )
    .option("--method <method>", "how to step a master equation", readMethod)
    .addHelpText("after", examples);
  return withDelivery(command).action(correlateCommand);
}

async function correlateCommand(word: string, options: CorrelateWords): Promise<void> {
  const { model, carried, hashes } = await askedModel(word, options.set);
  const { name } = model;
  const units = options.units === true;
  const times = gridOf("times", options.times);
  const from = fromOf(options.from);
  if (from === "steady") requireConstant(model, "Give --from t, the time of the first operator.");
  if (options.method !== undefined && model.dynamics.kind === "collisions") {
    throw new UsageError("Option --method belongs to master equations; collisions are exact maps. Leave it out.");
  }
  if (options.coherence !== undefined) return coherent(word, options, times, from);
  const [A, B, C] = await operatorsOf(model, options.of, units, units ? 2 : 3);
  const rest = { from, ...(units ? { of: "units" as const } : {}), ...(options.method ? { method: options.method } : {}) };
  const request = { command: "correlate", model: name, parameters: model.parameters, operators: options.of, times, ...rest, ...hashes };
  const to = await target(options, { name: `${name}-correlation`, request });
  if (await repeated(to)) return;
  const found = correlation(model, { A, B, ...(C ? { C } : {}), times: [...times], ...rest });
  await deliver(to, {
    model: name,
    parameters: found.parameters,
    ...carried,
    axis: { name: model.dynamics.kind === "generator" ? "delay" : "collisions", values: found.axis.values },
    observables: { re: found.re, im: found.im },
    operators: options.of,
    diagnostics: { unique: found.unique, warnings: found.warnings },
    provenance: provenance({ from, ...(units ? { of: "units" } : {}), ...hashes }),
  });
}

/** Normalised coherences of a field, with the intensities that normalise them. */
async function coherent(word: string, options: CorrelateWords, times: readonly number[], from: "steady" | number): Promise<void> {
  const { model, carried, hashes } = await askedModel(word, options.set);
  const { coherence: kind, of: names, method } = options;
  if (options.units) throw new UsageError("Options --coherence and --units exclude each other; leave one out.");
  if (names.length > (kind === "g2" ? 2 : 1)) {
    const takes = kind === "g2" ? "one field or two detectors" : "one field";
    throw new UsageError(`With --coherence ${kind}, --of takes ${takes}, but names ${names.length}.`);
  }
  const found = await operatorsOf(model, names, false, 2);
  const of = names.length === 1 ? found[1] : ([found[0], found[1]] as const);
  const rest = { from, ...(method ? { method } : {}) };
  const request = { command: "correlate", model: model.name, parameters: model.parameters, coherence: kind, operators: names, times };
  const to = await target(options, { name: `${model.name}-${kind}`, request: { ...request, ...rest, ...hashes } });
  if (await repeated(to)) return;
  const result = (kind === "g2" ? g2 : g1)(model, { of, times: [...times], ...rest });
  await deliver(to, {
    model: model.name,
    parameters: result.parameters,
    ...carried,
    axis: { name: model.dynamics.kind === "generator" ? "delay" : "collisions", values: result.axis.values },
    observables: { ...(kind === "g2" ? { g2: result.re } : { g1: result.re, g1_imaginary: result.im }), intensity: result.later },
    operators: names,
    diagnostics: { unique: result.unique, warnings: result.warnings },
    provenance: provenance({ from, coherence: kind, ...hashes }),
  });
}

function fromOf(word: string | undefined): "steady" | number {
  if (word === undefined || word === "steady") return "steady";
  if (Number.isNaN(Number(word))) throw new UsageError(`Option --from must be steady or a time, but is "${word}".`);
  return realNumber("from")(word);
}
