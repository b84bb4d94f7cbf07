/** Where an expression stands: which labels it sees, whether time or the number of a collision is known, what H is. */

import type { Space } from "../../spaces/space.ts";
import type { Recording, Value } from "../expression/index.ts";

export interface Section {
  /** Different for sections with different values of their definitions. */
  readonly key: string;
  readonly space: Space;
  readonly families: ReadonlyMap<string, readonly string[]>;
  /** Whether t is known, in a master equation. */
  readonly time: boolean;
  readonly step: number | null;
  readonly H: (() => Value) | null;
  readonly recording: Recording | null;
  /** Labels of the document that this section does not see. */
  readonly elsewhere: () => readonly string[];
}

const numbers = new WeakMap<Space, number>();
let last = 0;

/** A key of a section's space: what was made on another space of the same labels is not its own. */
export function keyOf(name: string, space: Space): string {
  let number = numbers.get(space);
  if (number === undefined) numbers.set(space, (number = ++last));
  return `${name} #${number}`;
}
