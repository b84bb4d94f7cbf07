/** What runs in a Node thread. */
import { parentPort } from "node:worker_threads";
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";

parentPort?.on(
  "message",
  answerInOrder(adopt, requestHandler(), (message) => parentPort?.postMessage(message)),
);
