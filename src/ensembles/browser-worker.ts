/** What runs in a browser worker. */
import { adopt } from "../../bindings/wasm.ts";
import { answering, type ToWorker } from "./crew.ts";
import { serve } from "./serve.ts";

const listen = answering(adopt, serve(), (message) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => listen(data));
