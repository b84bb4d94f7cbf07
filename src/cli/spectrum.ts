import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import { absorption, type SpectrumResult, spectrum as solve } from "../studies/spectra.ts";
import { askedModel } from "./asked.ts";
import { requireConstant } from "./constant.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { namedGrid } from "./grids.ts";
import { operatorsOf } from "./operators.ts";
import { type ResultOptions, withDelivery, withModel } from "./options.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { names } from "./words.ts";

interface SpectrumWords extends ResultOptions {
  readonly of: readonly string[];
  readonly over: string;
  readonly units?: boolean;
  readonly absorption?: boolean;
  readonly net?: boolean;
}

const examples = `
Operators are named as in \`ancilla correlate --help\`. Emission of a mode is --of ad,a.

Examples:
  ancilla spectrum bloch --set Omega=5 --of sp,sm --over omega=-10:10:401 --out results --format csv,svg
  ancilla spectrum jaynes-cummings --set nbar=0.1 --of ad,a --over omega=-3:3:1000
  ancilla spectrum jaynes-cummings --of a --absorption --over omega=-3:3:601
  ancilla spectrum phaseonium --set cavities=1 --set levels=8 --of n,n --over phi=-3:3:301`;

/** `ancilla spectrum MODEL --of A,B --over omega=start:end:points`: spectra of stationary correlations. */
export function spectrum(): Command {
  const command = withModel(new Command("spectrum"))
    .description("the spectrum of a stationary correlation: a smooth part, and lines apart")
    .requiredOption("--of <operators>", "A,B by name; one X alone stands for dag(X),X (with --absorption for the field X)", names)
    .requiredOption("--over <grid>", "omega=start:end:points or omega=a,b,c; of a stream phi, the phase per collision")
    .option("--absorption", "what the field of --of absorbs, in place of what it emits")
    .option("--net", "with --absorption: less stimulated emission, as a weak probe sees it")
    .option("--units", "the spectrum of the units that leave a stream")
    .addHelpText("after", examples);
  return withDelivery(command).action(spectrumCommand);
}

async function spectrumCommand(word: string, options: SpectrumWords): Promise<void> {
  const { model, carried, hashes } = await askedModel(word, options.set);
  const { name } = model;
  requireConstant(model, "Fix its coefficients, or take correlations in time: `ancilla correlate` with --from.");
  const { name: axis, values } = namedGrid("over", options.over);
  const expected = model.dynamics.kind === "generator" ? "omega" : "phi";
  if (axis !== expected) {
    const why = expected === "phi" ? "a stream of collisions has phases φ per collision" : "a master equation has frequencies";
    throw new UsageError(`Option --over must go over ${expected}, because ${why}, but goes over "${axis}".`);
  }
  const units = options.units === true;
  requireTogether(options);
  const operators = await operatorsOf(model, options.of, units, 2);
  const kind = options.absorption ? (options.net ? "net absorption" : "absorption") : units ? "units" : "emission";
  const request = { command: "spectrum", model: name, parameters: model.parameters, operators: options.of, omega: values, kind, ...hashes };
  const to = await target(options, { name: `${name}-spectrum`, request });
  if (await repeated(to)) return;
  const omega = [...values];
  const found = options.absorption
    ? absorption(model, { of: operators[1], omega, ...(options.net ? { net: true } : {}) })
    : solve(model, { A: operators[0], B: operators[1], omega, ...(units ? { of: "units" as const } : {}) });
  await deliver(
    to,
    {
      model: name,
      parameters: found.parameters,
      ...carried,
      axis: found.axis,
      observables: { S: found.incoherent, ...(found.imaginary ? { S_imaginary: found.imaginary } : {}) },
      lines: found.lines,
      operators: options.of,
      diagnostics: { unique: found.unique, warnings: found.warnings },
      provenance: provenance({ kind, ...hashes }),
    },
    linesOf(found),
  );
}

/** Options that say something beside another one only. */
function requireTogether({ of, absorption: absorbs, net, units }: SpectrumWords): void {
  if (net && !absorbs) throw new UsageError("Option --net belongs to --absorption. Give both, or leave it out.");
  if (!absorbs) return;
  if (units) throw new UsageError("Options --absorption and --units exclude each other; leave one out.");
  if (of.length !== 1)
    throw new UsageError(`With --absorption, --of takes the lowering operator of the field alone, but names ${of.length}.`);
}

function linesOf({ lines }: SpectrumResult): string {
  if (lines.length === 0) return "";
  const each = lines.map(({ at, weight, imaginary }) => {
    const value = imaginary === 0 ? readable(weight) : `${readable(weight)} + ${readable(imaginary)}i`;
    return `${value} at ${readable(at)}`;
  });
  return `Lines (weights of 2π δ): ${each.join(", ")}.`;
}
