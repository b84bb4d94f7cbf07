/** What runs in a browser worker. */
import { offerDocuments } from "../models/document-source.ts";
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";
import type { ToWorker } from "./messages.ts";

// A bundler makes a file of its own of it, which loads when the first document comes.
offerDocuments(() => import("../documents/data-half.ts"));

const listen = answerInOrder(adopt, requestHandler(), (message) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => listen(data));
