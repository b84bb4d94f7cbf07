/**
 * What a page loads before its first curve: documents as data, and `run`. No entry point of the package: it is there so that bundles keep
 * what this reaches in chunks of its own, and pages that bundle `dist` once more can load the rest later.
 */

export { documentFromData, documentModel, observableExpression, stateExpression } from "./documents/data-half.ts";
export { DocumentError } from "./documents/document-error.ts";
export { documentWarnings } from "./documents/document-warnings.ts";
export { documentHash, modelHash } from "./documents/print-document.ts";
export { run } from "./solvers/run.ts";
