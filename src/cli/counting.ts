import { Command } from "commander";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { counting as count } from "../studies/counting/counting.ts";
import type { CountingOptions, CountingResult } from "../studies/counting/counting-result.ts";
import type { Scheme } from "../studies/counting/tilted-collision.ts";
import { askedModel } from "./asked.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { namedGrid } from "./grids.ts";
import { type ResultOptions, withDelivery, withModel } from "./options.ts";
import { defined } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { names, realNumber, wholeNumber } from "./words.ts";

interface CountingWords extends ResultOptions {
  readonly of: readonly string[];
  readonly orders?: number;
  readonly steps?: number;
  readonly until?: number;
  readonly saveEvery?: number;
  readonly scheme?: Scheme;
  readonly distribution?: boolean;
  readonly most?: number;
  readonly binWidth?: number;
  readonly over?: string;
}

const examples = `
Counts: Q (all heat), Q_<bath>, W (work), Sigma (entropy production), N and N_<bath> (jumps of a master equation).
Without --steps and --until the long-time rates alone are found, per cycle of a stream or per unit time.

Examples:
  ancilla counting structured --of Q,W --orders 4
  ancilla counting structured --of Q,W --steps 200 --save-every 20
  ancilla counting structured --of Q --steps 50 --distribution --out results --format csv,svg
  ancilla counting bloch --of N --over omega=0:5:101`;

/** `ancilla counting MODEL --of Q_hot,W`: cumulants, distributions and noise of counts, without sampling. */
export function counting(): Command {
  const command = withModel(new Command("counting"))
    .description("exact counting statistics of heat, work and jumps: cumulants, rates, distributions, fluctuation theorems")
    .requiredOption("--of <counts>", "what is counted, separated by commas", names)
    .option("--orders <n>", "cumulants up to this order (default: 4)", wholeNumber("orders", 1))
    .option("--steps <n>", "collisions to count", wholeNumber("steps", 0))
    .option("--until <t>", "time to count to", realNumber("until"))
    .option("--save-every <k>", "record every k collisions, or after so much time (default: at the end)", realNumber("save-every"))
    .option("--scheme <name>", "how coherence of units is treated: tpm (the default), kd, mh or sym")
    .option("--distribution", "the probabilities of all values at the end; of several counts together")
    .option("--most <n>", "values of a distribution at most (default: 100000)", wholeNumber("most", 1))
    .option("--bin-width <w>", "put the values of a distribution into bins", realNumber("bin-width"))
    .option("--over <grid>", "the noise of the stationary counts over omega=start:end:points")
    .addHelpText("after", examples);
  return withDelivery(command).action(countingCommand);
}

async function countingCommand(word: string, options: CountingWords): Promise<void> {
  const { model, carried, hashes } = await askedModel(word, options.set);
  const { name } = model;
  requireTogether(options);
  const { of, orders, steps, until, saveEvery, scheme, distribution, most, binWidth, over } = options;
  const omega = over === undefined ? undefined : frequenciesOf(over);
  const asked = defined({ orders, steps, until, saveEvery, scheme, omega }) as Partial<CountingOptions>;
  const wanted = distribution ? { distribution: { of, ...defined({ mostValues: most, binWidth }) } } : {};
  const request = { command: "counting", model: name, parameters: model.parameters, of, ...asked, ...wanted, ...hashes };
  const to = await target(options, { name: `${name}-counting`, request });
  if (await repeated(to)) return;
  const found = count(model, { of, ...asked, ...wanted } as CountingOptions);
  const { rates, theorems, firstMoments, generating: _, quasi, reasons, warnings } = found;
  const record: ResultRecord = {
    model: name,
    parameters: found.parameters,
    ...carried,
    ...tableOf(found),
    counts: of,
    scheme: found.scheme,
    cumulants: found.cumulants,
    covariances: found.covariances,
    rates,
    theorems,
    firstMoments,
    ...(quasi ? { quasi } : {}),
    diagnostics: { residual: rates?.residual ?? null, condition: rates?.condition ?? null, reasons, warnings },
    provenance: provenance({ scheme: found.scheme, ...hashes }),
  };
  await deliver(to, record, summary(found));
}

/** Options that say something beside another one only. */
function requireTogether({ distribution, most, binWidth, over, steps, until }: CountingWords): void {
  if (!distribution && most !== undefined) throw new UsageError("Option --most belongs to --distribution. Give both, or leave it out.");
  if (!distribution && binWidth !== undefined)
    throw new UsageError("Option --bin-width belongs to --distribution. Give both, or leave it out.");
  if (distribution && over !== undefined) throw new UsageError("Options --distribution and --over exclude each other; leave one out.");
  if (over !== undefined && (steps !== undefined || until !== undefined)) {
    throw new UsageError("Option --over is of stationary counts; leave --steps and --until out.");
  }
}

function frequenciesOf(over: string): readonly number[] {
  const { name, values } = namedGrid("over", over);
  if (name !== "omega") throw new UsageError(`Option --over must go over omega, but goes over "${name}".`);
  return values;
}

/** The table of a result: a distribution, noise, cumulants along a run, or rates. */
function tableOf(found: CountingResult): Pick<ResultRecord, "axis" | "observables"> & { readonly distribution?: unknown } {
  const [distribution] = found.distributions;
  if (distribution) {
    const { of, at, values, P, imaginary, quantum, missing, bins } = distribution;
    const about = { of, at, quantum, missing, bins };
    const probabilities = { P, ...(imaginary ? { P_imaginary: imaginary } : {}) };
    if (of.length === 1) return { axis: { name: of[0], values: values[0] }, observables: probabilities, distribution: about };
    const columns = Object.fromEntries(of.map((name, f) => [name, values[f]]));
    return { axis: { name: "atom", values: P.map((_, k) => k) }, observables: { ...columns, ...probabilities }, distribution: about };
  }
  if (found.noise) {
    const { omega, S } = found.noise;
    return {
      axis: { name: "omega", values: omega },
      observables: Object.fromEntries(Object.entries(S).map(([name, list]) => [`S_${name}`, list])),
    };
  }
  if (found.axis.values.length > 0) {
    const orders = found.counts.flatMap((name) => found.cumulants[name].map((list, k) => [`K${k + 1}_${name}`, list] as const));
    const pairs = Object.entries(found.covariances).map(([pair, list]) => [`cov_${pair.replace(",", "_")}`, list] as const);
    return { axis: found.axis, observables: Object.fromEntries([...orders, ...pairs]) };
  }
  const { rates } = found;
  const orders = rates ? found.counts.flatMap((name) => rates.cumulants[name].map((c, k) => [`c${k + 1}_${name}`, [c]] as const)) : [];
  const pairs = rates ? Object.entries(rates.covariances).map(([pair, c]) => [`cov_${pair.replace(",", "_")}`, [c]] as const) : [];
  return { axis: { name: "stationary", values: [null] }, observables: Object.fromEntries([...orders, ...pairs]) };
}

function summary({ rates, theorems, counts, firstMoments, reasons }: CountingResult): string {
  const lines: string[] = [];
  if (rates) {
    const per = rates.per === "cycle" ? "per cycle" : "per unit time";
    lines.push(...counts.map((name) => `${name} ${per}: ${rates.cumulants[name].map(readable).join(", ")}`));
    const products = counts
      .filter((name) => rates.uncertaintyProduct[name] !== null)
      .map((name) => `${name} ${readable(rates.uncertaintyProduct[name])}`);
    if (products.length > 0) lines.push(`Uncertainty product c2 σ/c1²: ${products.join(", ")}`);
  } else if (reasons.rates) lines.push(`No rates: ${reasons.rates}`);
  for (const [name, { difference }] of Object.entries(firstMoments))
    lines.push(`${name}: first moment less ledger ${readable(difference)}`);
  if (theorems) {
    const { unitality, integral, transposition, gallavottiCohen } = theorems;
    const each = { "unitality at β": unitality, "integral theorem": integral, transposition, "Gallavotti–Cohen": gallavottiCohen };
    for (const [name, certificate] of Object.entries(each)) {
      if (!certificate) continue;
      const verdict =
        certificate.holds === null ? `not judged, because ${certificate.reason}` : certificate.holds ? "holds" : "is violated";
      lines.push(`${name} ${verdict}${certificate.residual === null ? "" : ` (residual ${readable(certificate.residual)})`}`);
    }
  }
  return lines.join("\n");
}
