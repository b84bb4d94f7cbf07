import type { ModelDefinition } from "./model.ts";
import { rotorDefinition } from "./rotor.ts";

/** Every model that has a name: what `ancilla list` prints, and what threads rebuild a model from. */
export const catalogue: readonly ModelDefinition[] = [rotorDefinition];
