import { Command } from "commander";
import { cumulantColumns } from "../files/counting-columns.ts";
import { provenance } from "../files/provenance.ts";
import type { ResultRecord } from "../files/record.ts";
import { countingTold } from "../studies/counting/counting.ts";
import type { CountingOptions, CountingResult } from "../studies/counting/counting-result.ts";
import type { Count } from "../studies/counting/counts.ts";
import type { Certificate } from "../studies/counting/fluctuation-theorems.ts";
import type { Scheme } from "../studies/counting/tilted-collision.ts";
import { clickStatistics } from "../studies/records/click-statistics.ts";
import { type Asked, askedModel } from "./asked.ts";
import { countsOf } from "./counts-on-line.ts";
import { deliver, repeated } from "./deliver.ts";
import { UsageError } from "./failure.ts";
import { gridOf, namedGrid } from "./grids.ts";
import { sayWhatTakesLong } from "./long-counting.ts";
import { type ResultOptions, withDelivery, withModel } from "./options.ts";
import { PERIOD, periodOf } from "./period.ts";
import { defined } from "./sections.ts";
import { readable } from "./table.ts";
import { target } from "./target.ts";
import { names, realNumber, wholeNumber } from "./words.ts";

export { countable } from "./counts-on-line.ts";

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
  readonly waiting?: string;
  readonly period?: string | number;
  readonly initial?: string;
  readonly efficiency?: number;
  readonly dark?: number;
}

const examples = `
Counts: Q (all heat), Q_<bath>, W (work), Sigma (entropy production), N and N_<bath> (jumps of a master equation), and definitions:
  NAME=OPERATOR[@BATH]           an observable of units, before less after a collision: n=sz@hot
  NAME=leaving(OPERATOR)[@BATH]  the same of the units that leave, as a detector reads them
  NAME=jumps(BATH[,w1,w2…])      jumps of a bath with a weight each      NAME=current(BATH[,phase])  an integrated homodyne current
  NAME=arrivals(BATH)            how often units of a bath come
Operators are named as in \`ancilla correlate\`, or written as in model documents. Without --steps and --until the long-time rates alone are
found, per cycle of a stream, per unit time, or per --period of a drive.

Examples:
  ancilla counting structured --of Q,W --orders 4
  ancilla counting structured --of Q,W --steps 200 --save-every 20
  ancilla counting structured --of Q --steps 50 --distribution --out results --format csv,svg
  ancilla counting bloch --of N --over omega=0:5:101
  ancilla counting bloch --of "clicks=jumps(bath)" --efficiency 0.8 --waiting 0:10:101
  ancilla counting structured --of "up=leaving(sz(q1))" --steps 20 --distribution`;

/** `ancilla counting MODEL --of Q_hot,W`: cumulants, distributions and noise of counts, without sampling. */
export function counting(): Command {
  const command = withModel(new Command("counting"))
    .description("exact counting statistics of heat, work and jumps: cumulants, rates, distributions, fluctuation theorems")
    .requiredOption("--of <counts>", "what is counted, separated by commas", names)
    .option("--orders <n>", "cumulants up to this order (default: 4)", wholeNumber("orders", 1))
    .option("--steps <n>", "collisions to count", wholeNumber("steps", 0))
    .option("--until <t>", "time to count to", realNumber("until"))
    .option("--save-every <k>", "record every k collisions, or after so much time (default: at the end)", realNumber("save-every"))
    .option("--initial <state>", "start in place of the model's own: steady, an expression of documents, or a file of states")
    .option("--scheme <name>", "how coherence of units is treated: tpm (the default), kd, mh or sym")
    .option("--distribution", "the probabilities of all values at the end; of several counts together")
    .option("--most <n>", "values of a distribution at most (default: 100000)", wholeNumber("most", 1))
    .option("--bin-width <w>", "put the values of a distribution into bins", realNumber("bin-width"))
    .option("--over <grid>", "the noise of the stationary counts over omega=start:end:points")
    .option("--waiting <delays>", "what follows a click of one count: waiting times and g2 at delays start:end:points")
    .option("--period <T>", `the time after which a driven master equation repeats: ${PERIOD}`)
    .option("--efficiency <x>", "fraction of jumps, leaving units or light that is seen (default: 1)", realNumber("efficiency"))
    .option("--dark <rate>", "rate of clicks that no jump causes (default: 0)", realNumber("dark"))
    .addHelpText("after", examples);
  return withDelivery(command).action(countingCommand);
}

async function countingCommand(word: string, options: CountingWords): Promise<void> {
  const start = options.initial === "steady" ? undefined : options.initial;
  const about = await askedModel(word, options.set, defined({ initial: start }));
  const { model, carried, hashes } = about;
  const { name } = model;
  requireTogether(options);
  const { of, orders, steps, until, saveEvery, scheme, distribution, most, binWidth, over } = options;
  const period = await periodOf(model, options.period);
  const seeing = defined({ efficiency: options.efficiency, dark: options.dark });
  const counts = await countsOf(model, of, seeing);
  if (options.waiting !== undefined) return afterClicks(about, options, counts);
  const omega = over === undefined ? undefined : frequenciesOf(over);
  const asked = defined({ orders, steps, until, saveEvery, scheme, omega, period }) as Partial<CountingOptions>;
  const called = counts.map((one) => (typeof one === "string" ? one : one.name));
  const wanted = distribution ? { distribution: { of: called, ...defined({ mostValues: most, binWidth }) } } : {};
  const said = { ...seeing, ...(options.initial === "steady" ? { initial: "steady" } : about.said) };
  const request = { command: "counting", model: name, parameters: model.parameters, of, ...said, ...asked, ...wanted, ...hashes };
  const to = await target(options, { name: `${name}-counting`, request });
  if (await repeated(to)) return;
  const initial = options.initial === "steady" ? { initial: "steady" } : about.start;
  const found = countingTold(model, { of: counts, ...asked, ...wanted, ...initial } as CountingOptions, sayWhatTakesLong);
  const { rates, theorems, firstMoments, generating: _, quasi, reasons, warnings } = found;
  const record: ResultRecord = {
    model: name,
    parameters: found.parameters,
    ...carried,
    ...tableOf(found),
    counts: called,
    definitions: of,
    scheme: found.scheme,
    cumulants: found.cumulants,
    covariances: found.covariances,
    rates,
    ...(found.noise ? { lines: found.noise.lines } : {}),
    theorems,
    firstMoments,
    ...(quasi ? { quasi } : {}),
    diagnostics: { residual: rates?.residual ?? null, condition: rates?.condition ?? null, reasons, warnings },
    provenance: provenance({ scheme: found.scheme, ...said, ...hashes }),
  };
  await deliver(to, record, summary(found));
}

/** What follows a click of one count. */
async function afterClicks({ model, carried, hashes }: Asked, options: CountingWords, counts: readonly Count[]): Promise<void> {
  if (counts.length !== 1) throw new UsageError(`With --waiting, --of takes one count, but names ${counts.length}.`);
  const times = gridOf("waiting", options.waiting as string);
  const said = { of: options.of, ...defined({ efficiency: options.efficiency, dark: options.dark }) };
  const request = { command: "counting", model: model.name, parameters: model.parameters, waiting: times, ...said, ...hashes };
  const to = await target(options, { name: `${model.name}-waiting`, request });
  if (await repeated(to)) return;
  const { axis, rate, waiting, survival, g2, mean, variance } = clickStatistics(model, { of: counts[0], times: [...times] });
  const record: ResultRecord = {
    model: model.name,
    parameters: model.parameters,
    ...carried,
    axis: { name: axis.name === "time" ? "delay" : "collisions", values: axis.values },
    observables: { waiting, survival, g2 },
    rate,
    wait: { mean, variance },
    diagnostics: { warnings: model.warnings },
    provenance: provenance({ ...said, ...hashes }),
  };
  const wait = mean === null ? "there may be none for ever" : `mean ${readable(mean)}, variance ${readable(variance)}`;
  await deliver(to, record, `Clicks at a rate of ${readable(rate)}; waiting time until the next: ${wait}.`);
}

/** Options that say something beside another one only. */
function requireTogether(options: CountingWords): void {
  const { distribution, most, binWidth, over, steps, until, waiting } = options;
  if (waiting !== undefined) {
    const beside = (["distribution", "over", "steps", "until", "saveEvery", "orders", "scheme", "period", "initial"] as const).find(
      (name) => options[name] !== undefined,
    );
    if (beside)
      throw new UsageError(
        `Option --waiting is of stationary clicks alone; leave --${beside === "saveEvery" ? "save-every" : beside} out.`,
      );
  }
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
  const { axis, columns } = cumulantColumns(found);
  return { axis, observables: columns };
}

function summary({ rates, theorems, counts, firstMoments, noise, reasons }: CountingResult): string {
  const lines: string[] = [];
  for (const [name, list] of Object.entries(noise?.lines ?? {})) {
    const each = list.map(({ at, weight }) => `${readable(weight)} at ${readable(at)}`);
    lines.push(`Lines of ${name} (weights of 2π δ): ${each.join(", ")}`);
  }
  if (rates) {
    const per = { cycle: "per cycle", time: "per unit time", period: "per period" }[rates.per];
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
    lines.push(
      ...verdicts({ "unitality at β": unitality, "integral theorem": integral, transposition, "Gallavotti–Cohen": gallavottiCohen }),
    );
  }
  return lines.join("\n");
}

/** A line for each theorem that is judged; those that are not, together by their reasons. */
function verdicts(each: Readonly<Record<string, Certificate | null>>): readonly string[] {
  const lines: string[] = [];
  const open = new Map<string, string[]>();
  for (const [name, certificate] of Object.entries(each)) {
    if (!certificate) continue;
    const { holds, residual, reason } = certificate;
    const rest = residual === null ? "" : ` (residual ${readable(residual)})`;
    if (holds !== null) lines.push(`${name} ${holds ? "holds" : "is violated"}${rest}`);
    else open.set(reason ?? "", [...(open.get(reason ?? "") ?? []), name + rest]);
  }
  return [...lines, ...[...open].map(([reason, names]) => `${names.join(", ")} not judged, because ${reason}`)];
}
