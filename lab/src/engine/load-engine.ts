/** The engine's binary, as a file beside the page: smaller than inside a script, and compiled while it arrives. The one file carries its own. */
import { ready } from "ancilla";
import binary from "../../../dist/ancilla.wasm?url";

/** Settled when there is an engine. */
export function loadEngine(): Promise<void> {
  return ready({ module: new URL(binary, import.meta.url) });
}
