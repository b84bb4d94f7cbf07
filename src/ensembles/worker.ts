/** What runs in a Node thread. */
import { parentPort } from "node:worker_threads";
import { adopt } from "../../bindings/wasm.ts";
import { answering } from "./crew.ts";
import { serve } from "./serve.ts";

parentPort?.on(
  "message",
  answering(adopt, serve(), (message) => parentPort?.postMessage(message)),
);
