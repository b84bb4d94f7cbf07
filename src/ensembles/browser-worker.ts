/** What runs in a browser worker. */
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";
import type { ToWorker } from "./messages.ts";

const listen = answerInOrder(adopt, requestHandler(), (message) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => listen(data));
