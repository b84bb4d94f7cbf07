/** From where a Bloch sphere is seen: turned about z, and from so far above the equator. */

export interface Look {
  readonly turn: number;
  readonly tilt: number;
}

const FIRST: Look = { turn: 0.5, tilt: 0.28 };
const STEP = Math.PI / 12;

/** Along an axis, which points at the reader. */
const ALONG: Readonly<Record<string, Look>> = {
  x: { turn: Math.PI / 2, tilt: 0 },
  y: { turn: Math.PI, tilt: 0 },
  z: { turn: 0, tilt: Math.PI / 2 },
};

/** The look that a view keeps for itself. */
export function lookOf(own: Readonly<Record<string, unknown>>): Look {
  return (own.look as Look | undefined) ?? FIRST;
}

/** Where a key leads: x, y, z along an axis, brackets a step about z; null for other keys. */
export function looked({ turn, tilt }: Look, key: string): Look | null {
  const by = { "[": -STEP, "]": STEP }[key];
  // Seen along an axis one lifts the eye again to turn.
  if (by !== undefined) return { turn: turn + by, tilt: tilt === 0 || tilt === ALONG.z?.tilt ? FIRST.tilt : tilt };
  return ALONG[key] ?? null;
}
