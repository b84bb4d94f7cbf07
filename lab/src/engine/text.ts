/** A text that is being written: what is wrong with it, what could stand at a place, and what a place means. */
import { checkText, completeAt, hoverAt, type Proposal, type TextMark } from "ancilla/editor";
import type { Values } from "../compute/protocol.ts";

export interface CheckAsk {
  readonly text: string;
  readonly file: string;
}

export interface CheckAnswer {
  readonly problems: readonly TextMark[];
  readonly warnings: readonly TextMark[];
}

const named = (file: string) => (file === "" ? {} : { file });

export function checked({ text, file }: CheckAsk): CheckAnswer {
  const { problems, warnings } = checkText(text, named(file));
  return { problems, warnings };
}

export interface CompleteAsk extends CheckAsk {
  readonly offset: number;
  readonly values: Values;
}

export interface CompleteAnswer {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly Proposal[];
}

export function completed({ text, file, offset, values }: CompleteAsk): CompleteAnswer {
  return completeAt(text, offset, { ...named(file), parameters: values });
}

export type HoverAsk = CompleteAsk;
export type HoverAnswer = ReturnType<typeof hoverAt>;

export function hovered({ text, file, offset, values }: HoverAsk): HoverAnswer {
  return hoverAt(text, offset, { ...named(file), parameters: values });
}
