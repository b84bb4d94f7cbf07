/**
 * What an editor of model documents needs, in a page or a worker: everything that is wrong with a text, what can be written, what is meant.
 *
 * @module editor
 */
import "../../numerics/carried-binary.ts";

export { checkText, type TextCheck } from "./check-text.ts";
export { type Completion, completeAt } from "./complete-at.ts";
export { type Hover, hoverAt } from "./hover-at.ts";
export type { TextEdit, TextMark } from "./marks.ts";
export type { Proposal, ProposalKind } from "./proposal.ts";
export type { LookingOptions, TextOptions } from "./text-options.ts";
