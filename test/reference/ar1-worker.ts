/** A thread's script that runs the test process instead of the solvers' lanes. */
import { parentPort } from "node:worker_threads";
import { adopt } from "../../bindings/wasm.ts";
import { answering } from "../../src/ensembles/crew.ts";
import { serve } from "../../src/ensembles/serve.ts";
import { ar1Lanes } from "./ar1.ts";

parentPort?.on(
  "message",
  answering(adopt, serve(ar1Lanes), (message) => parentPort?.postMessage(message)),
);
