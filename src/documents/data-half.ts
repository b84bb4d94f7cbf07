/**
 * The half of `ancilla/documents` that needs no reader of texts: what threads, browser workers and queues load. It imports no package, so
 * that `dist` runs in a browser as it is.
 */

import { offerDocuments } from "../models/document-source.ts";
import { documentFromData } from "./document-from-data.ts";
import { documentModel } from "./document-model.ts";
import { observableExpression, stateExpression } from "./expressions-of-models.ts";

offerDocuments(async () => ({ documentFromData, documentModel, observableExpression, stateExpression }));

export { documentFromData, documentModel, observableExpression, stateExpression };
