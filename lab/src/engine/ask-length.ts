/** How far a run goes and what it keeps, as the library's options take it. */
export interface Length {
  readonly steps?: number;
  readonly until?: number;
  readonly times?: readonly number[];
  readonly saveEvery?: number;
}
