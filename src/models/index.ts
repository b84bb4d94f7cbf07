/** The catalogue: every model by name. */
import { didYouMean, wrongKind, wrongValue } from "../errors.ts";
import { atomsDefinition } from "./atoms.ts";
import { blochDefinition } from "./bloch.ts";
import { compositeDefinition } from "./composite.ts";
import { harvestDefinition } from "./harvest.ts";
import { jaynesCummingsDefinition } from "./jaynes-cummings.ts";
import { cavityDefinition, kerrDefinition } from "./kerr.ts";
import type { Model, ModelDefinition, Parameters } from "./model.ts";
import { phaseoniumDefinition } from "./phaseonium.ts";
import { phaseoniumLimitDefinition } from "./phaseonium-limit.ts";
import { rotorDefinition } from "./rotor.ts";
import { spinChainDefinition } from "./spin-chain.ts";
import { structuredDefinition } from "./structured.ts";

/** All models, in the order in which `ancilla list` prints them. */
export const catalogue: readonly ModelDefinition[] = [
  phaseoniumDefinition,
  phaseoniumLimitDefinition,
  structuredDefinition,
  rotorDefinition,
  atomsDefinition,
  harvestDefinition,
  compositeDefinition,
  cavityDefinition,
  kerrDefinition,
  blochDefinition,
  jaynesCummingsDefinition,
  spinChainDefinition,
];

/**
 * The catalogue entry of this name; throws with the closest known name when there is none.
 *
 * @example
 * modelDefinition("bloch").parameters.Omega.default; // 1
 */
export function modelDefinition(name: string): ModelDefinition {
  if (typeof name !== "string") throw wrongKind("model", "be the name of a model of the catalogue", name);
  const found = catalogue.find((definition) => definition.name === name);
  if (found) return found;
  throw wrongValue(
    "model",
    "name a model of the catalogue",
    name,
    didYouMean(
      name,
      catalogue.map((definition) => definition.name),
    ),
  );
}

/**
 * Build a model of the catalogue from its name and parameters, as worker threads and the command line do.
 * @example
 * modelByName("kerr").name; // "kerr"
 */
export function modelByName(name: string, parameters: Parameters = {}): Model {
  return modelDefinition(name).build(parameters);
}
