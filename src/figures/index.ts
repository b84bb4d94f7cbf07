import type { Figure } from "./figure.ts";

/** Every figure of every paper, in the papers' order. */
export const figures: readonly Figure[] = [];
