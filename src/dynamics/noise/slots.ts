/**
 * How many collisions there are in a slot of a stream: none where an atom was missed, two or more where several came, one after the other.
 * It is noise on `collisions`, which is no parameter of a model: `collisions=choice(0:0.2,1:0.7,2:0.1)`, `collisions=poisson(0.8)`.
 */
import { wrongValue } from "../../errors.ts";
import { checkNoise, kindOf, type Noise } from "./known-kinds.ts";

/** What such noise is on. */
export const COLLISIONS = "collisions";

/** More collisions in one slot are refused. */
const MOST = 64;

/** The domain of the number of collisions in a slot. */
export const slotSpec = {
  description: "collisions in a slot",
  default: 1,
  kind: "integer",
  atLeast: 0,
  atMost: MOST,
  noisy: true,
} as const;

/** Is a noise on this name on the number of collisions? It is, unless the model has such a parameter. */
export function isOnSlots(name: string, parameters: Readonly<Record<string, unknown>> | null): boolean {
  return name === COLLISIONS && !(parameters !== null && Object.hasOwn(parameters, COLLISIONS));
}

/** Refuse noise that draws no whole numbers, and one number for a whole realisation. */
export function checkSlots(given: Noise): void {
  const noise = checkNoise(given);
  const { nodes } = kindOf(noise).finite ? kindOf(noise).quadrature(noise as never, 1) : { nodes: [0.5] };
  if (noise.kind !== "poisson" && !Array.from(nodes).every((n) => Number.isInteger(n) && n >= 0 && n <= MOST)) {
    const remedy = "Write choice([0, 1, 2], [0.2, 0.7, 0.1]) or poisson(0.8).";
    throw wrongValue("noise", `draw whole numbers from 0 to ${MOST} on \`${COLLISIONS}\``, noise.kind, remedy);
  }
  if (noise.perRealisation)
    throw wrongValue("noise", `be drawn for each slot on \`${COLLISIONS}\``, null, "", "is one number per realisation");
}
