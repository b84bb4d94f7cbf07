/** What the curves over time need: the run, and beside it the stationary values. */
import type { AskOf } from "../../compute/protocol.ts";
import type { Length } from "../../engine/ask-length.ts";
import type { Lab, Need } from "../view.ts";

/** Runs of this size and length (in collisions, or in time) are short whatever they are; others are planned first. */
const SMALL = 64;
const SHORT = 20_000;
const SOON = 1000;

export const runNeed: Need<"run"> = {
  lane: "live",
  ask: ({ present, run, facts }: Lab): AskOf<"run"> => ({
    source: present.source,
    length: run.length,
    observe: run.observe,
    large: facts.dimension > SMALL || isLong(run.length, facts.tau),
  }),
};

function isLong({ steps, until = 0 }: Length, tau: number | null): boolean {
  return tau === null ? until > SOON : (steps ?? until / tau) > SHORT;
}

/** Stationary states of more levels wait for a word. */
const MANY = 69;

export const steadyNeed: Need<"steady"> = {
  lane: "aside",
  ask: ({ present, run, facts }: Lab): AskOf<"steady"> => ({
    source: present.source,
    observe: run.observe,
    large: facts.dimension > MANY,
  }),
};
