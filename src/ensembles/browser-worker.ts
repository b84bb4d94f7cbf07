/** What runs in a browser worker. */
import { documentFromData, documentModel } from "../documents/data-half.ts";
import { offerDocuments } from "../models/document-source.ts";
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";
import type { ToWorker } from "./messages.ts";

// With the script, and not when the first document comes: bundlers that write workers as one file can.
offerDocuments(async () => ({ documentFromData, documentModel }));

const listen = answerInOrder(adopt, requestHandler(), (message) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => listen(data));
