/** Index of the first value whose bits differ (signed zeros differ, one NaN equals another), or −1: for long arrays, where `toEqual` is slow. */
export function firstDifference(got: Float64Array, expected: Float64Array): number {
  if (got.length !== expected.length) return Math.min(got.length, expected.length);
  for (let i = 0; i < got.length; i++) {
    if (!Object.is(got[i], expected[i])) return i;
  }
  return -1;
}
