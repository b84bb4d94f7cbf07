/** What runs in a browser worker. */
import { doStudy } from "../async/do-study.ts";
import { documentFromData, documentModel, observableExpression, stateExpression } from "../documents/data-half.ts";
import { offerDocuments } from "../models/document-source.ts";
import { adopt } from "../numerics/engine.ts";
import { answerInOrder, requestHandler } from "./handler.ts";
import type { ToWorker } from "./messages.ts";
import { lanesOfAnyKind } from "./trajectory-lanes.ts";

// With the script, and not when the first document comes: bundlers that write workers as one file can.
offerDocuments(async () => ({ documentFromData, documentModel, observableExpression, stateExpression }));

const listen = answerInOrder(adopt, requestHandler(lanesOfAnyKind, doStudy), (message) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => listen(data));
