/** The lines that two texts share, and those that one has alone: the longest common subsequence. */

export interface Line {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Texts of more lines than this are compared as a whole. */
const LONGEST = 1500;

export function lineDifference(before: string, after: string): readonly Line[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  if (a.length > LONGEST || b.length > LONGEST) {
    return [...a.map((text) => ({ kind: "removed" as const, text })), ...b.map((text) => ({ kind: "added" as const, text }))];
  }
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j]
          ? (length[(i + 1) * width + j + 1] as number) + 1
          : Math.max(length[(i + 1) * width + j] as number, length[i * width + j + 1] as number);
    }
  }
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: "same", text: a[i] as string });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || (length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number))) {
      lines.push({ kind: "removed", text: a[i++] as string });
    } else lines.push({ kind: "added", text: b[j++] as string });
  }
  return lines;
}
