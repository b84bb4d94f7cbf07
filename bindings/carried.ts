/** Has the package carry its binary. Whoever imports this file needs no `ready({ module })`. */
import { wasmBase64 } from "./inline.ts";
import { carry } from "./wasm.ts";

carry(() => {
  const text = atob(wasmBase64);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
});
