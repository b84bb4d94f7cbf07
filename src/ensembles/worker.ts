/** What runs in a Node thread. */
import { parentPort } from "node:worker_threads";
import { doStudy } from "../async/do-study.ts";
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";
import { lanesOfAnyKind } from "./trajectory-lanes.ts";

parentPort?.on(
  "message",
  answerInOrder(adopt, requestHandler(lanesOfAnyKind, doStudy), (message) => parentPort?.postMessage(message)),
);
