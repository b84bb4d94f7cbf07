/** The options of everything that looks at a text. */
import { wrongKind } from "../../errors.ts";
import { anything, checkOptions, type OptionChecks, oneOf } from "../../options.ts";
import { formatOf } from "../read-document.ts";

/** How a text is read. */
export interface TextOptions {
  /** What sentences call it; its ending says what it is written in. */
  readonly file?: string;
  /** What it is written in, where there is no ending that says so. */
  readonly format?: "json" | "yaml";
}

/** At which values things are shown. */
export interface LookingOptions extends TextOptions {
  /** Values of parameters; their defaults unless given. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const aText = (argument: string, value: unknown): void => {
  if (typeof value !== "string") throw wrongKind(argument, "be the name of a file", value);
};

const checks: OptionChecks<LookingOptions> = { file: aText, format: oneOf("json", "yaml"), parameters: anything };

/** Check a text and its options; what it is written in comes back. Throws a TypeError for a text that is none. */
export function formatOfText(text: unknown, options: TextOptions, looking = false): "json" | "yaml" {
  if (typeof text !== "string") throw wrongKind("text", "be the text of a document", text);
  const { parameters, ...plain } = checks;
  checkOptions<LookingOptions>("options", options, (looking ? checks : plain) as OptionChecks<LookingOptions>);
  return options.format ?? formatOf(text, options.file);
}

/** Check a place in a text. Throws a TypeError for none. */
export function requireOffset(offset: unknown): asserts offset is number {
  if (typeof offset !== "number" || !Number.isInteger(offset) || offset < 0) {
    throw wrongKind("offset", "be a place in the text, counted from 0", offset);
  }
}
