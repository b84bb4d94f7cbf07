/** Records of trajectories, joined. */
import type { TrajectoryRecords } from "../solvers/trajectories/record-keeper.ts";

/** Records of neighbouring trajectories as one. */
export function joinedRecords(pieces: readonly TrajectoryRecords[]): TrajectoryRecords {
  if (pieces.length === 1) return pieces[0];
  return {
    lengths: joined(
      pieces.map(({ lengths }) => lengths),
      (n) => new Int32Array(n),
    ),
    outcomes: joined(
      pieces.map(({ outcomes }) => outcomes),
      (n) => new Int32Array(n),
    ),
    numbers: joined(
      pieces.map(({ numbers }) => numbers),
      (n) => new Float64Array(n),
    ),
    logLikelihoods: joined(
      pieces.map(({ logLikelihoods }) => logLikelihoods),
      (n) => new Float64Array(n),
    ),
  };
}

/** Runs of numbers, one after the other. */
export function joined<T extends Float64Array | Int32Array>(pieces: readonly T[], make: (length: number) => T): T {
  const all = make(pieces.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const piece of pieces) {
    all.set(piece, filled);
    filled += piece.length;
  }
  return all;
}
