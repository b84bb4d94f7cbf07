/** Model documents: a model as one JSON or YAML file, read, checked, built, printed, hashed and put into links. It holds no code. */
import "../numerics/carried-binary.ts";

export type { CanonicalDocument } from "./canonical.ts";
export { documentFromData, documentModel } from "./data-half.ts";
export { DocumentError, type DocumentProblem } from "./document-error.ts";
export { modelDocument } from "./document-model.ts";
export { type DocumentWarning, documentWarnings } from "./document-warnings.ts";
export { FUNCTIONS, type FunctionEntry, type FunctionGroup } from "./expression/index.ts";
export { documentFromLink, documentLink } from "./link.ts";
export type { FilePlace, ModelDocument } from "./model-document.ts";
export { documentHash, modelHash, printDocument } from "./print-document.ts";
export type { ProblemCode } from "./problem.ts";
export { type ReadDocumentOptions, readDocument } from "./read-document.ts";
export { documentSchema } from "./schema.ts";
