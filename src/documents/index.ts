/** Model documents: a model as one JSON or YAML file, read, checked, built, printed, hashed and put into links. It holds no code. */
import "../numerics/carried-binary.ts";
import { offerDocuments } from "../models/document-source.ts";
import { documentFromData, documentModel, observableExpression, stateExpression } from "./data-half.ts";

// Here, in the file that package.json names among those with effects: bundlers shake off what a chunk offers by itself.
offerDocuments(async () => ({ documentFromData, documentModel, observableExpression, stateExpression }));

export type { CanonicalDocument } from "./canonical.ts";
export { DocumentError, type DocumentProblem } from "./document-error.ts";
export { modelDocument } from "./document-model.ts";
export { type DocumentWarning, documentWarnings } from "./document-warnings.ts";
export { type ArgumentKind, FUNCTIONS, type FunctionEntry, type FunctionGroup } from "./expression/index.ts";
export { numberExpression, operatorExpression } from "./expressions-of-models.ts";
export { documentFromLink, documentLink } from "./link.ts";
export type { FilePlace, ModelDocument } from "./model-document.ts";
export { documentHash, modelHash, printDocument } from "./print-document.ts";
export type { ProblemCode } from "./problem.ts";
export { type ReadDocumentOptions, readDocument } from "./read-document.ts";
export { documentSchema } from "./schema.ts";
export { documentFromData, documentModel, observableExpression, stateExpression };
