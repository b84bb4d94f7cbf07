import { version } from "../copy.ts";
import { wasmHash } from "../numerics/engine.ts";
import { anObject } from "../options.ts";

export { version };

/** What determines the bits of a result, besides model and parameters; no times, no machine. */
export interface Provenance {
  readonly ancilla: string;
  /** SHA-256 of the engine's binary. */
  readonly wasm: string;
  /** Everything else that was asked for and changes the numbers: steps, seed, noise, method. */
  readonly [option: string]: unknown;
}

/** The provenance of a result that was computed with `options`. */
export function provenance(options: Readonly<Record<string, unknown>>): Provenance {
  anObject("options", options);
  return { ...options, ancilla: version, wasm: wasmHash };
}
