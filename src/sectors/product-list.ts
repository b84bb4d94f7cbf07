/** Lists of integers that programs of products are made of. */

/** A list of integers that grows. */
export class Growing {
  private data = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.data.length) {
      const wider = new Int32Array(2 * this.length);
      wider.set(this.data);
      this.data = wider;
    }
    this.data[this.length++] = value;
  }

  finish(): Int32Array {
    return this.data.slice(0, this.length);
  }
}

/** Counting sort of entries (segment, input), stable in the input: columns come out ascending; `place[s]` is where entry s went. */
export function sortedBySegment(rows: number, segments: Int32Array, inputs: Int32Array) {
  const rowStart = new Int32Array(rows + 1);
  for (let s = 0; s < segments.length; s++) rowStart[segments[s] + 1]++;
  for (let s = 0; s < rows; s++) rowStart[s + 1] += rowStart[s];
  const fill = rowStart.slice();
  const columns = new Int32Array(segments.length);
  const place = new Int32Array(segments.length);
  for (let s = 0; s < segments.length; s++) {
    place[s] = fill[segments[s]]++;
    columns[place[s]] = inputs[s];
  }
  return { rowStart, columns, place };
}
