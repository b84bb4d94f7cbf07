import type { SliceRequest } from "../../plan/slice-request.ts";

/** Sectors with more coordinates have no exponentials of their own. */
const MOST_COORDINATES = 256;

/** Axes with more different durations are not worth maps of their own. */
const MOST_DURATIONS = 16;

/** Why the slices of a request cannot be fixed maps at given values of the noise, or null. */
export function misfitOfMaps(request: SliceRequest): string | null {
  if (request.noisy.length === 0) return "nothing changes from slice to slice";
  if (!request.constant()) return "the generator depends on time besides the noise";
  const { length } = request.grid.durations;
  if (request.stretches === null && length > MOST_DURATIONS) return `records cut the slices into pieces of ${length} different durations`;
  const sector = request.sector();
  if (sector === null || sector.count > MOST_COORDINATES) {
    return `exponentials are made of at most ${MOST_COORDINATES} coordinates, and more are alive`;
  }
  return null;
}
