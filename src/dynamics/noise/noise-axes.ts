/**
 * All noise as independent chains of hidden states, each of which adds to the values of one parameter, or of several that share their
 * noise.
 */
import { wrongValue } from "../../errors.ts";
import { gaussHermite } from "../../numerics/quadrature.ts";
import { laneDraws } from "../../numerics/random.ts";
import { power } from "./autoregression.ts";
import { cumulated } from "./choice-noise.ts";
import { type Correlations, checkCorrelations, fromNormals } from "./correlated-parameters.ts";
import type { Domain } from "./domain.ts";
import { chainOfRule, type HiddenChain } from "./hidden-chain.ts";
import { hasMemory, kindOf, type Noise } from "./known-kinds.ts";
import { quadratureOf } from "./product-rule.ts";

/** What is averaged over: one noise per parameter, with the values that the parameter may take. */
export interface NoisyParameter {
  readonly name: string;
  readonly noise: Noise;
  readonly domain: Domain;
}

/** An independent chain, and what its states add to parameters. */
export interface NoiseAxis {
  readonly chain: HiddenChain;
  readonly adds: readonly { readonly parameter: number; readonly values: Float64Array }[];
}

/** The chain of one noise with so many levels, or null where there is none. */
export type ChainOf = (noise: Noise) => HiddenChain | null;

/**
 * The chains of all noises.
 * @param levels states of what has no finite number of values
 * @param chainOf the chain of noise with memory: from position to position, or in continuous time
 * @throws RangeError for a kind without a chain, and for correlations that have none here
 */
export function axesOf(
  parameters: readonly NoisyParameter[],
  correlations: Correlations | undefined,
  levels: number,
  chainOf: ChainOf,
): readonly NoiseAxis[] {
  const noise = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.noise]));
  const rows = correlations === undefined ? [] : checkCorrelations(correlations, noise);
  const linked = (correlations?.parameters ?? []).map((name) => parameters.findIndex((parameter) => parameter.name === name));
  const alone = parameters.flatMap(({ name, noise: own, domain }, parameter) =>
    linked.includes(parameter)
      ? []
      : partsOf(own).map((part): NoiseAxis => {
          const chain = needed(hasMemory(part) ? chainOf(part) : ruleOf(part, levels, domain), name, part);
          return { chain, adds: [{ parameter, values: chain.values }] };
        }),
  );
  return [...alone, ...sharedAxes(linked, rows, parameters, levels, chainOf)];
}

function partsOf(noise: Noise): readonly Noise[] {
  if (noise.onLeave === "redraw") {
    throw wrongValue("noise", "not be drawn again to be averaged exactly", null, "Use truncatedNormal(…).", "is `redrawn`");
  }
  return noise.kind === "sum" ? noise.parts : [noise];
}

/** Noise without memory: its distribution, for each position or for the whole. */
function ruleOf(noise: Noise, levels: number, domain?: Domain): HiddenChain {
  return chainOfRule(quadratureOf(noise, levels, domain), noise.perRealisation ? "kept" : "drawn", kindOf(noise).finite === true);
}

function needed(chain: HiddenChain | null, name: string, noise: Noise): HiddenChain {
  if (chain !== null) return chain;
  const average = "scheme" in noise && noise.scheme === "average";
  const but = `that on \`${name}\` is ${noise.kind}${average ? " averaged over each slice" : ""}, which has none here`;
  const remedy = average ? "Leave `scheme` out, or use `ensemble`." : "Use `ensemble`.";
  throw wrongValue("noise", "be of a kind that has an exact average", noise.kind, remedy, but);
}

/** The chains of parameters that share their noise: the normals under them are L z. */
function sharedAxes(
  linked: readonly number[],
  L: readonly Float64Array[],
  parameters: readonly NoisyParameter[],
  levels: number,
  chainOf: ChainOf,
): readonly NoiseAxis[] {
  if (linked.length === 0) return [];
  const noises = linked.map((p) => parameters[p].noise);
  const columns = L.map((_, j) => j).filter((j) => L.some((row) => row[j] !== 0));
  const of = (chain: HiddenChain, values: (i: number) => Float64Array): NoiseAxis => ({
    chain,
    adds: linked.map((parameter, i) => ({ parameter, values: values(i) })),
  });
  const one = columns.length === 1;
  if (noises.every((noise) => kindOf(noise).scales && sameBut(noise, noises[0], ["mean", "std"]))) {
    const unit = { ...noises[0], mean: 0, std: 1 } as Noise;
    if ("x0" in unit && unit.x0 !== null) throw unfit("start from their stationary laws where they are correlated", "x0");
    const chain = needed(hasMemory(unit) ? chainOf(unit) : ruleOf(unit, levels), parameters[linked[0]].name, unit);
    return columns.map((j, at) =>
      of(chain, (i) => {
        const { mean, std } = noises[i] as { readonly mean: number; readonly std: number };
        return chain.values.map((z) => (at === 0 ? mean : 0) + std * L[i][j] * z);
      }),
    );
  }
  if (noises.every(hasMemory)) {
    const same = one && noises.every((noise, i) => L[i][columns[0]] > 0 && sameBut(noise, noises[0], ["values", "low", "high", "x0"]));
    const chains = same ? noises.map((noise, i) => needed(chainOf(noise), parameters[linked[i]].name, noise)) : [];
    if (same && chains.every(({ start }) => start.every((p, k) => p === chains[0].start[k])))
      return [of(chains[0], (i) => chains[i].values)];
    throw unfit("be the same but for their values, with correlation 1, where they remember", "they differ");
  }
  if (noises.some(hasMemory)) throw unfit("all remember earlier values, or none", "some do");
  const moves = noises[0].perRealisation ? "kept" : "drawn";
  const finite = noises.filter((noise) => kindOf(noise).finite);
  if (finite.length === noises.length && one) {
    const { weights, values } = commonPlaces(noises, (i) => L[i][columns[0]] > 0);
    return [of(chainOfRule({ nodes: values[0], weights }, moves, true), (i) => values[i])];
  }
  if (finite.length > 0) throw unfit("have no finitely many values, or all of them with correlation 1", `${finite[0].kind} has`);
  const { weights, values } = copula(noises, L, columns, levels);
  return [of(chainOfRule({ nodes: values[0], weights }, moves, false), (i) => values[i])];
}

function unfit(must: string, but: string): RangeError {
  return wrongValue("correlations", `be of noises that ${must}, to be averaged exactly`, null, "Use `ensemble`.", but);
}

/** Are two noises the same in all fields but these? */
function sameBut(a: Noise, b: Noise, others: readonly string[]): boolean {
  const rest = (noise: Noise) => JSON.stringify(Object.entries(noise).filter(([name]) => !others.includes(name)));
  return rest(a) === rest(b);
}

/** Finitely many values of one uniform (1 − u where `rises` is false): the interval between neighbouring borders is a state. */
function commonPlaces(noises: readonly Noise[], rises: (i: number) => boolean) {
  const rules = noises.map((noise) => kindOf(noise).quadrature(noise as never, 1));
  const borders = rules.map(({ weights }, i) => {
    const own = cumulated([...weights]);
    return rises(i) ? own : Float64Array.from([...own].reverse(), (_, k) => (k === own.length - 1 ? 1 : 1 - own[own.length - 2 - k]));
  });
  const all = [...new Set(borders.flatMap((own) => [...own]))].sort((a, b) => a - b);
  const values = rules.map(({ nodes }, i) =>
    Float64Array.from(all, (border) => {
      const place = borders[i].findIndex((own) => border <= own);
      return nodes[rises(i) ? place : nodes.length - 1 - place];
    }),
  );
  return { weights: Float64Array.from(all, (border, k) => border - (k === 0 ? 0 : all[k - 1])), values };
}

/** A Gaussian copula on the product of Gauss–Hermite rules. */
function copula(noises: readonly Noise[], L: readonly Float64Array[], columns: readonly number[], levels: number) {
  const { nodes, weights } = gaussHermite(levels);
  const size = power(levels, columns.length);
  const placeOn = (state: number, c: number) => Math.floor(state / power(levels, c)) % levels;
  const draws = laneDraws();
  const values = noises.map((noise, i) => {
    const shape = fromNormals(kindOf(noise), noise);
    return Float64Array.from({ length: size }, (_, state) => {
      draws.values()[0] = columns.reduce((z, j, c) => z + L[i][j] * nodes[placeOn(state, c)], 0);
      shape(draws, 1);
      return draws.values()[0];
    });
  });
  const shares = Float64Array.from({ length: size }, (_, state) => columns.reduce((w, _j, c) => w * weights[placeOn(state, c)], 1));
  return { weights: shares, values };
}
