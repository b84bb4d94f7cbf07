/** The latest answers that a view asked for. Reading them here makes whoever draws them follow. */
import type { Kind } from "../compute/protocol.ts";
import { answered } from "../state/answers.ts";
import type { Answers, View } from "./view.ts";

export function answersOf(view: View): Answers<Kind> {
  return Object.fromEntries((Object.keys(view.needs) as Kind[]).map((kind) => [kind, answered(kind).value])) as unknown as Answers<Kind>;
}
