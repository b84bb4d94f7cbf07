/**
 * Noise on a parameter, as plain data: it stands in JSON, travels to threads, and prints the way it is typed. Here is the one
 * list of its kinds; everything about a kind stands in a file of its own.
 */
import { didYouMean, wrongKind, wrongValue } from "../../errors.ts";
import { type ExponentialFields, exponentialNoise } from "./exponential-noise.ts";
import type { NoiseKind } from "./kind.ts";
import { type NormalFields, normalNoise } from "./normal-noise.ts";
import { type TruncatedFields, truncatedNoise } from "./truncated-noise.ts";
import { type UniformFields, uniformNoise } from "./uniform-noise.ts";

/** What happens to a draw that leaves the parameter's domain. */
export type OnLeave = "error" | "clip" | "redraw";

/** How a draw is used, whatever its kind. */
interface Manner {
  /** One value for a whole realisation instead of one per collision. */
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
  );

const kinds: Readonly<Record<string, NoiseKind>> = /* @__PURE__ */ Object.fromEntries(
  [normalNoise, truncatedNoise, uniformNoise, exponentialNoise].map((kind) => [kind.name, kind as unknown as NoiseKind]),
);

/** One value per collision, and a run ends where a draw leaves the domain. */
const ordinary: Manner = { perRealisation: false, onLeave: "error" };

/** The kind that a noise names. */
export function kindOf(noise: Noise): NoiseKind {
  return kinds[noise.kind];
}

/** The kind with this name, if there is one. */
export function kindNamed(name: string): NoiseKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** The names of all kinds. */
export const noiseKinds: readonly string[] = /* @__PURE__ */ Object.keys(kinds);

/**
 * Check noise that may come from JSON: a known kind, exactly its fields, possible numbers. Returns it, complete.
 * @throws TypeError or RangeError in the error grammar
 */
export function checkNoise(noise: unknown): Noise {
  if (typeof noise !== "object" || noise === null || Array.isArray(noise)) {
    throw wrongKind("noise", "be made by normal(…), truncatedNormal(…), uniform(…) or exponential(…)", noise);
  }
  const given = noise as Readonly<Record<string, unknown>>;
  const kind = kindNamed(String(given.kind));
  if (!kind) {
    throw wrongValue("kind", "be a known kind of noise", given.kind, didYouMean(String(given.kind), noiseKinds));
  }
  const known = [...kind.fields, "kind", "perRealisation", "onLeave"];
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw wrongValue("noise", `have only the fields of ${kind.name}`, name, didYouMean(name, known), `has \`${name}\``);
  }
  const whole = positiveZeros({ ...ordinary, ...given }) as unknown as Noise;
  if (typeof whole.perRealisation !== "boolean") throw wrongKind("perRealisation", "be true or false", whole.perRealisation);
  if (!["error", "clip", "redraw"].includes(whole.onLeave)) {
    throw wrongValue("onLeave", 'be "error", "clip" or "redraw"', whole.onLeave);
  }
  kind.check(whole as never);
  return whole;
}

/** JSON and the command line know one zero only: −0 becomes 0, so that both ways give the same bits. */
function positiveZeros(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === "number" ? value + 0 : value]));
}
