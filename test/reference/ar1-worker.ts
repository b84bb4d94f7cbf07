/** A thread's script that runs the test process instead of the solvers' lanes. */
import { parentPort } from "node:worker_threads";
import { adopt } from "../../bindings/wasm.ts";
import { answerInOrder, requestHandler } from "../../src/ensembles/handler.ts";
import { ar1Lanes } from "./ar1.ts";

parentPort?.on(
  "message",
  answerInOrder(adopt, requestHandler(ar1Lanes), (message) => parentPort?.postMessage(message)),
);
