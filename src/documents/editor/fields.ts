/** What an expression is for, and which labels it sees, by its place in a document. */

/** What a field needs. */
export type Need = "operator" | "state" | "number" | "observable" | "any";

/** Whose labels an expression sees: no one's (sizes), the system's, those of unit k, of both, or of all (definitions). */
export interface Sight {
  readonly of: "sizes" | "system" | "unit" | "joint" | "all";
  readonly unit: number;
}

/** An expression's place. */
export interface FieldOfExpression {
  readonly need: Need;
  readonly sight: Sight;
  /** Whether t is known there, in a master equation. */
  readonly time: boolean;
  /** The pointer of the list entry whose `for` binds an index, and the frequency of a Lamb shift. */
  readonly bound: { readonly entry: readonly string[] } | { readonly name: "w" } | null;
}

type Rule = readonly [
  pattern: RegExp,
  need: Need,
  of: Sight["of"],
  more?: { readonly time?: true; readonly for?: true; readonly w?: true },
];

const time = { time: true } as const;

/** In the order in which they are tried, on pointers without the leading slash. */
const RULES: readonly Rule[] = [
  [/^H$/, "operator", "system", time],
  [/^initial$/, "state", "system"],
  [/^(?:tau|arrivals|memory|(?:steady|counting)\/period)$/, "number", "system"],
  [/^let\/[^/]+$/, "any", "all", time],
  [/^(?:initial|let\/[^/]+|units\/\d+\/(?:state|visits\/\d+\/channel\/\d+))\/matrix\/\d+\/\d+$/, "number", "all"],
  [/^(?:units\/\d+\/)?spaces\/\d+\/(?:levels(?:\/\w+)?|J|min|max|count)$/, "number", "sizes"],
  [/^units\/\d+\/(?:V|visits\/\d+\/V)$/, "operator", "joint"],
  [/^units\/\d+\/visits\/\d+\/tau$/, "number", "joint"],
  [/^units\/\d+\/H$/, "operator", "unit"],
  [/^units\/\d+\/visits\/\d+\/channel\/\d+$/, "operator", "unit"],
  [/^units\/\d+\/(?:T|beta)$/, "number", "unit"],
  [/^units\/\d+\/state$/, "state", "unit"],
  [/^stream\/(?:probabilities\/\d+|phases\/\d+\/collisions)$/, "number", "system"],
  [/^between\/H$/, "operator", "system"],
  [/^between\/duration$/, "number", "system"],
  [/^(?:between\/)?(?:jumps\/\d+\/operator|thermal\/\d+\/lowering)$/, "operator", "system", { for: true }],
  [/^(?:between\/)?(?:jumps|thermal)\/\d+\/rate$/, "number", "system", { time: true, for: true }],
  [/^(?:between\/)?(?:jumps|thermal)\/\d+\/(?:omega|T|beta)$/, "number", "system", { for: true }],
  [/^(?:between\/)?(?:jumps|thermal)\/\d+\/for\/[12]$/, "number", "sizes"],
  [/^(?:between\/)?collective\/\d+\/operators\/\d+$/, "operator", "system"],
  [/^(?:between\/)?collective\/\d+\/(?:rates\/\d+\/\d+|T|beta)$/, "number", "system"],
  [/^global\/couplings\/\d+\/operator$/, "operator", "system"],
  [/^global\/(?:couplings\/\d+\/(?:T|beta|density\/(?:strength|cutoff|rate))|cluster|tolerance)$/, "number", "system"],
  [/^global\/lambShift\/S$/, "number", "system", { w: true }],
  [/^observables\/[^/]+(?:\/of)?$/, "observable", "system"],
  [/^(?:correlate|spectrum)\/of(?:\/\d+)?$/, "operator", "system"],
];

/** The field at a pointer; null where no expression stands. */
export function fieldOfExpression(parts: readonly string[]): FieldOfExpression | null {
  const pointer = parts.join("/");
  const rule = RULES.find(([pattern]) => pattern.test(pointer));
  if (!rule) return null;
  const [, need, of, more = {}] = rule;
  const unit = parts[0] === "units" ? Number(parts[1]) : -1;
  const bound = more.w ? { name: "w" as const } : more.for ? { entry: parts.slice(0, -1) } : null;
  return { need, sight: { of, unit }, time: more.time ?? false, bound };
}
