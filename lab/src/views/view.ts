/**
 * What a view is. One folder in `src/views` holds one; `registry.ts` lists them in their order. A view asks by kind (`src/compute/protocol.ts`),
 * draws what came, and says it in words. It never computes, and never holds what another view needs.
 */
import type { ComponentChild } from "preact";
import type { AskOf, Kind, Values } from "../compute/protocol.ts";
import type { Theme } from "../draw/theme.ts";
import type { Recorded } from "../engine/bits.ts";
import type { Described } from "../engine/describe.ts";
import type { Answered, LaneName } from "../state/answers.ts";
import type { RunOfLab } from "../state/ask.ts";
import type { Present } from "../state/lab.ts";
import type { SweptOver } from "../state/studies.ts";
import type { Offer } from "./offers.ts";

/** What a view may look at: the model, its values, and where the cursor stands. */
export interface Lab {
  readonly present: Present;
  readonly facts: Described;
  readonly values: Values;
  readonly run: RunOfLab;
  /** Place on the axis of the run; null: at its end. */
  readonly cursor: number | null;
  /** Noise by parameter, in the notation of documents. */
  readonly noise: Readonly<Record<string, string>>;
  /** The parameters that are swept. */
  readonly swept: SweptOver;
  /** What the view keeps for itself, such as a chosen factor: part of the address where it is a word. */
  readonly own: Readonly<Record<string, unknown>>;
}

/** What views may do. */
export interface Acts {
  setCursor(at: number | null): void;
  /** Change something that the view keeps for itself. */
  keep(name: string, value: unknown): void;
  setValues(values: Values, gesture: string): void;
  setObserve(names: readonly string[]): void;
  setSweep(axis: "x" | "y", name: string | null): void;
  setNoise(name: string, text: string | null): void;
  /** Run what waits for a word, such as a stationary state that takes long. */
  start(kind: Kind): void;
  stop(kind: Kind): void;
}

/** Width and height of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The latest answers by kind; a kind that was never answered is null. */
export type Answers<K extends Kind> = { readonly [k in K]: Answered<k> | null };

export interface Drawing<K extends Kind> {
  readonly lab: Lab;
  readonly answers: Answers<K>;
  readonly size: Size;
  readonly theme: Theme;
}

/** What the lab keeps beside the model: how many pins, and how many parameters with noise. */
export interface Kept {
  readonly pins: number;
  readonly noisy: number;
}

/** Which lane does the work, and what is asked; null where nothing can be asked yet. `wait` stands until somebody presses Run. */
export interface Need<K extends Kind> {
  readonly lane: LaneName;
  readonly ask: (lab: Lab) => AskOf<K> | null;
  readonly wait?: (lab: Lab) => boolean;
  /** What is likely to be asked next: it is there at once then. */
  readonly ahead?: (lab: Lab) => readonly AskOf<K>[];
}

/** Rows of numbers behind a picture, for the table and for CSV. */
export interface Table {
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly columns: readonly ArrayLike<number | null>[];
}

export interface View<K extends Kind = Kind> extends Offer {
  readonly needs: { readonly [k in K]: Need<k> };
  /** The picture alone, as SVG with colours in it: what is shown is what is exported. Null while there is nothing to draw. */
  picture(drawing: Drawing<K>): ComponentChild;
  /** Chrome around the picture: switches, tables, numbers. Left out, the picture stands alone. */
  readonly Panel?: (props: Drawing<K> & { readonly acts: Acts; readonly picture: ComponentChild }) => ComponentChild;
  /** What the picture says, as sentences that can be read in any order. */
  words(answers: Answers<K>, lab: Lab): readonly string[];
  table?(answers: Answers<K>, lab: Lab): Table | null;
  /** What the bits of the picture are: its numbers as `--json` of its command has them; null while more are to come. */
  record?(answers: Answers<K>, lab: Lab): Recorded | null;
  /** The command line that computes it, into files or with `--json`; left out, that of the run. */
  command?(lab: Lab, answers: Answers<K>, form: "files" | "json"): string | null;
}

/** Keeps the kinds of a view's needs while it is written down. */
export function defineView<K extends Kind>(view: View<K>): View {
  return view as unknown as View;
}
