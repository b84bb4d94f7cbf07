/** Names as physicists write them: `beta2` is β with the subscript 2, `omega_S` is ω with S, `Q_hot` is Q with hot. */
import { GREEK } from "../../../src/figures/greek.ts";
import type { Described } from "../engine/describe.ts";

/** What the library's own names mean where letters alone would not say it. */
const KNOWN: Readonly<Record<string, readonly [string, string]>> = {
  nbar: ["n̄", ""],
  sx: ["⟨σ", "x⟩"],
  sy: ["⟨σ", "y⟩"],
  sz: ["⟨σ", "z⟩"],
  C_l1: ["C", "l1"],
  dU: ["ΔU", ""],
  dS: ["ΔS", ""],
  dU_total: ["ΔU", "total"],
  dS_total: ["ΔS", "total"],
};

/** Two letters that are a word of their own. */
const WORDS: ReadonlySet<string> = new Set(["Re", "Im", "Tr"]);

/** The letter and its subscript; an empty subscript where there is none. */
export interface WrittenName {
  readonly letter: string;
  readonly subscript: string;
}

export function written(name: string): WrittenName {
  const known = KNOWN[name];
  if (known) return known[1].endsWith("⟩") ? { letter: known[0], subscript: known[1] } : { letter: known[0], subscript: known[1] };
  const parts = /^([A-Za-z]+?)(\d+)?(?:_(.+))?$/.exec(name);
  if (!parts) return { letter: name, subscript: "" };
  const [, stem = name, digits = "", rest = ""] = parts;
  const greek = GREEK[stem];
  // betah, omegaS: a Greek letter with a short word behind it.
  const behind =
    greek === undefined
      ? Object.keys(GREEK).find((word) => stem.startsWith(word) && stem.length - word.length <= 2 && word.length > 2)
      : undefined;
  if (behind !== undefined) {
    return {
      letter: GREEK[behind] as string,
      subscript: [stem.slice(behind.length) + digits, rest.replaceAll("_", " ")].filter(Boolean).join(" "),
    };
  }
  // Th, Ee, wc, pe: one letter with the initial of what it belongs to.
  const short = /^([A-Zwp])([a-z])$/.exec(stem);
  if (short && !WORDS.has(stem)) {
    const [, first = "", initial = ""] = short;
    return { letter: first === "w" ? "ω" : first, subscript: [initial + digits, rest.replaceAll("_", " ")].filter(Boolean).join(" ") };
  }
  // A word of several letters stays a word; a letter (or a Greek one) takes what follows as its subscript.
  if (greek === undefined && stem.length > 1) return { letter: `${stem}${digits}`, subscript: rest.replaceAll("_", " ") };
  return { letter: greek ?? stem, subscript: [digits, rest.replaceAll("_", " ")].filter(Boolean).join(" ") };
}

/** In one line of text, for tooltips and speech. */
export function plainName(name: string): string {
  const { letter, subscript } = written(name);
  return subscript === "" ? letter : `${letter}_${subscript.replaceAll(" ", ",")}`;
}

/** A sentence that begins with a name: its first letter is a capital. */
export function sentence(text: string): string {
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}.`;
}

/** Columns of the ledger of one collision: their stationary values are sums over a whole order. */
export function isOfOneCollision(name: string): boolean {
  return /^(dU|dS|Q|W|Sigma)(_|$)/.test(name) && !name.endsWith("_total");
}

/** A column of the ledger since the start: it has no limit, and its stationary value is what a whole order adds to it. */
export const isTotal = (name: string): boolean => /^(dU|dS|Q|W|Sigma)(_.+)?_total$/.test(name);

/** Does a column tend to its stationary value? Totals go on, and columns of one collision differ from bath to bath of an order. */
export const hasLimit = (name: string, order: readonly string[]): boolean =>
  !isTotal(name) && !(order.length > 1 && isOfOneCollision(name));

/** The column that a total sums up. */
export const summedBy = (name: string): string => (isTotal(name) ? name.replace(/_total$/, "") : name);

/** Units of what the library records by itself; the documents' own say theirs. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(energy|ergotropy|unit_ergotropy|power|heat|work)/, "energy"],
  [/^(dU|Q|W|J)(_|$|\d)/, "energy"],
  [/^(Sigma|dS|entropy|mutual_information|relative_entropy|discord|classical)/, "nats"],
  [/^(log_negativity|entanglement)/, "ebits"],
  [/^(T\d*|T_eff|temperature)$/, "energy"],
  [/^(n\d*|photons|excitations)$/, "quanta"],
];

/** What an observable of a model is measured in: what groups curves on one axis. */
export function unitIn({ observables }: Pick<Described, "observables">, name: string): string {
  return observables.find((one) => one.name === name)?.unit ?? unitOf(name);
}

function unitOf(name: string): string {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "1";
}
