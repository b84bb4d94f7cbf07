/** Which curves share an axis: those of one unit whose sizes are not too far apart; at most four panels, the rest joins the last of its unit. */
import type { Column } from "../../engine/columns.ts";

export interface Group {
  readonly unit: string;
  readonly names: readonly string[];
}

/** Curves on one axis differ in size at most so much. */
const FAR = 25;
const MOST = 4;

export function groupsOf(columns: readonly Column[], unitOf: (name: string) => string): readonly Group[] {
  const groups: { unit: string; names: string[]; size: number }[] = [];
  for (const { name, values } of columns) {
    const unit = unitOf(name);
    const size = spread(values);
    const same = groups.filter((group) => group.unit === unit);
    const fits = same.find((group) => size === 0 || group.size === 0 || (size / group.size < FAR && group.size / size < FAR));
    const group = fits ?? (groups.length >= MOST ? (same[0] ?? groups[groups.length - 1]) : undefined);
    if (group) {
      group.names.push(name);
      group.size = Math.max(group.size, size);
    } else groups.push({ unit, names: [name], size });
  }
  return groups.map(({ unit, names }) => ({ unit, names }));
}

/** The largest magnitude of a column. */
function spread(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k] as number);
    if (size > most && Number.isFinite(size)) most = size;
  }
  return most;
}
