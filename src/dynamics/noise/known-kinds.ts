/**
 * Noise on a parameter, as plain data: it stands in JSON, travels to threads, and prints the way it is typed. Here is the one
 * list of its kinds; everything about a kind stands in a file of its own.
 */
import { didYouMean, wrongKind, wrongValue } from "../../errors.ts";
import { type AutoregressiveFields, autoregressiveNoise } from "./autoregressive-noise.ts";
import { type ChoiceFields, choiceNoise } from "./choice-noise.ts";
import { type ExponentialFields, exponentialNoise } from "./exponential-noise.ts";
import { type GammaFields, gammaNoise } from "./gamma-noise.ts";
import type { NoiseKind } from "./kind.ts";
import { type LognormalFields, lognormalNoise } from "./lognormal-noise.ts";
import { type MarkovFields, markovNoise } from "./markov-noise.ts";
import { type NormalFields, normalNoise } from "./normal-noise.ts";
import { type OrnsteinUhlenbeckFields, ornsteinUhlenbeckNoise } from "./ornstein-uhlenbeck-noise.ts";
import { type PinkFields, pinkNoise } from "./pink-noise.ts";
import { type PoissonFields, poissonNoise } from "./poisson-noise.ts";
import { type SamplesFields, samplesNoise } from "./samples-noise.ts";
import { beamNoise, maxwellNoise, type SpeedFields } from "./speed-noise.ts";
import { sumNoise } from "./sum-noise.ts";
import { type TelegraphFields, telegraphNoise } from "./telegraph-noise.ts";
import { type TruncatedFields, truncatedNoise } from "./truncated-noise.ts";
import { type UniformFields, uniformNoise } from "./uniform-noise.ts";
import { type WalkFields, walkNoise } from "./walk-noise.ts";

/** What happens to a draw that leaves the parameter's domain. */
export type OnLeave = "error" | "clip" | "redraw";

/** How a draw is used, whatever its kind. */
interface Manner {
  /** One value for a whole realisation instead of one per collision or slice of time. */
  readonly perRealisation: boolean;
  readonly onLeave: OnLeave;
}

/** Noise on one parameter. */
export type Noise = Manner &
  (
    | ({ readonly kind: "normal" } & NormalFields)
    | ({ readonly kind: "truncated" } & TruncatedFields)
    | ({ readonly kind: "uniform" } & UniformFields)
    | ({ readonly kind: "exponential" } & ExponentialFields)
    | ({ readonly kind: "lognormal" } & LognormalFields)
    | ({ readonly kind: "gamma" } & GammaFields)
    | ({ readonly kind: "maxwell" } & SpeedFields)
    | ({ readonly kind: "beam" } & SpeedFields)
    | ({ readonly kind: "choice" } & ChoiceFields)
    | ({ readonly kind: "poisson" } & PoissonFields)
    | ({ readonly kind: "ou" } & OrnsteinUhlenbeckFields)
    | ({ readonly kind: "ar1" } & AutoregressiveFields)
    | ({ readonly kind: "telegraph" } & TelegraphFields)
    | ({ readonly kind: "markov" } & MarkovFields)
    | ({ readonly kind: "walk" } & WalkFields)
    | ({ readonly kind: "pink" } & PinkFields)
    | ({ readonly kind: "samples" } & SamplesFields)
    | { readonly kind: "sum"; readonly parts: readonly Noise[] }
  );

const list = [
  normalNoise,
  truncatedNoise,
  uniformNoise,
  exponentialNoise,
  lognormalNoise,
  gammaNoise,
  maxwellNoise,
  beamNoise,
  choiceNoise,
  poissonNoise,
  ornsteinUhlenbeckNoise,
  autoregressiveNoise,
  telegraphNoise,
  markovNoise,
  walkNoise,
  pinkNoise,
  samplesNoise,
  /* @__PURE__ */ sumNoise<Noise>({ kindOf, remembers: hasMemory, checkNoise }),
] as unknown as readonly NoiseKind[];

const kinds: Readonly<Record<string, NoiseKind>> = /* @__PURE__ */ (() => Object.fromEntries(list.map((kind) => [kind.name, kind])))();

/** One value per collision or slice of time, and a run ends where a draw leaves the domain. */
const ordinary: Manner = { perRealisation: false, onLeave: "error" };

/** The kind that a noise names. */
export function kindOf(noise: Noise): NoiseKind {
  return kinds[noise.kind];
}

/** The kind with this name, if there is one. */
export function kindNamed(name: string): NoiseKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** All kinds, in the order of tables and help. */
export const allKinds: readonly NoiseKind[] = list;

/** The names of all kinds. */
export const noiseKinds: readonly string[] = /* @__PURE__ */ Object.keys(kinds);

/**
 * Check noise that may come from JSON: a known kind, exactly its fields, possible numbers. Returns it, complete.
 * @throws TypeError or RangeError in the error grammar
 */
export function checkNoise(noise: unknown): Noise {
  if (typeof noise !== "object" || noise === null || Array.isArray(noise)) {
    throw wrongKind("noise", "be made by normal(…), ornsteinUhlenbeck(…) or another kind of noise", noise);
  }
  const given = noise as Readonly<Record<string, unknown>>;
  if (typeof given.kind !== "string")
    throw wrongKind("kind", "be the name of a kind of noise", given.kind, `Kinds: ${noiseKinds.join(", ")}.`);
  const kind = kindNamed(given.kind);
  if (!kind) throw wrongValue("kind", "be a known kind of noise", given.kind, didYouMean(given.kind, noiseKinds));
  const known = [...kind.fields, "kind", "perRealisation", "onLeave", ...(kind.schemes ? ["scheme"] : [])];
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw wrongValue("noise", `have only the fields of ${kind.name}`, name, didYouMean(name, known), `has \`${name}\``);
  }
  const whole = positiveZeros({ ...ordinary, ...leftOut(kind), ...given }) as unknown as Noise;
  if (typeof whole.perRealisation !== "boolean") throw wrongKind("perRealisation", "be true or false", whole.perRealisation);
  if (!["error", "clip", "redraw"].includes(whole.onLeave)) {
    throw wrongValue("onLeave", 'be "error", "clip" or "redraw"', whole.onLeave);
  }
  checkScheme(kind, whole);
  kind.check(whole as never);
  checkMemory(kind, whole);
  return whole;
}

/** What stands where fields were left out. */
function leftOut({ defaults = {}, schemes }: NoiseKind): Readonly<Record<string, unknown>> {
  return schemes ? { ...defaults, scheme: schemes[0] } : defaults;
}

function checkScheme({ schemes }: NoiseKind, noise: Noise): void {
  if (!schemes) return;
  const { scheme } = noise as { readonly scheme?: unknown };
  if (schemes.includes(scheme as string)) return;
  throw wrongValue("scheme", `be ${schemes.map((word) => `"${word}"`).join(" or ")}`, scheme, didYouMean(String(scheme), schemes));
}

/** Noise with memory has a value per position, and a value drawn again would make it another process. */
function checkMemory({ name }: NoiseKind, noise: Noise): void {
  if (!hasMemory(noise)) return;
  if (noise.perRealisation) {
    const remedy = "Say perRealisation(normal(mean, std)), which is its stationary law.";
    throw wrongValue("perRealisation", `be false for ${name}, whose values follow each other`, true, remedy);
  }
  if (noise.onLeave === "redraw") {
    const remedy = "Say clipped(…), which changes the value that is used and not the process.";
    throw wrongValue("onLeave", `not be "redraw" for ${name}, whose values follow each other`, null, remedy, "is");
  }
}

/** Do its values remember earlier ones? */
export function hasMemory(noise: Noise): boolean {
  const kind = kindOf(noise);
  return kind.remembers?.(noise as never) ?? kind.process !== undefined;
}

/** JSON and the command line know one zero only: −0 becomes 0, so that both ways give the same bits. */
function positiveZeros(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === "number" ? value + 0 : value]));
}
