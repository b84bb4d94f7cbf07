/** From a canonical document to a model that runs, and what its values mean. */

export { checkMeaning } from "./check-meaning.ts";
export { definitionOf, documentOfModel, type Refuse } from "./definition-of-document.ts";
export { recordingOfModel } from "./observables-of-document.ts";
export { type DocumentWarning, warningsOf } from "./warnings.ts";
