/** Has the package carry its binary. Whoever imports this file needs no `ready({ module })`. */
import { bytesOfText } from "./binary-text.ts";
import { wasmText } from "./inline.ts";
import { carry } from "./wasm.ts";

carry(() => bytesOfText(wasmText));
