/**
 * The half of `ancilla/documents` that needs no reader of texts: what threads, browser workers and queues load. It imports no package, so
 * that `dist` runs in a browser as it is.
 */

export { documentFromData } from "./document-from-data.ts";
export { documentModel } from "./document-model.ts";
