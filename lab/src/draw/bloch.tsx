/** A Bloch sphere as a flat drawing: x to the right, z up, y away from the reader; turned about z, seen from above as far as one looks down. */
import type { Look } from "./look.ts";
import type { Theme } from "./theme.ts";

export type Vector = readonly [x: number, y: number, z: number];

interface Props {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly theme: Theme;
  readonly look: Look;
  /** The state; its length is the purity that is left. */
  readonly vector: Vector | null;
  /** Where it was. */
  readonly before?: Vector | null;
  /** Earlier states, the oldest first. */
  readonly trail?: readonly Vector[];
  readonly colour: string;
}

/** Place of a vector on the drawing, in radii, and its depth: positive behind the plane. */
export function projected([x, y, z]: Vector, { turn, tilt }: Look): readonly [number, number, number] {
  const right = x * Math.cos(turn) + y * Math.sin(turn);
  const away = -x * Math.sin(turn) + y * Math.cos(turn);
  return [right, -(z * Math.cos(tilt) + away * Math.sin(tilt)), away * Math.cos(tilt) - z * Math.sin(tilt)];
}

/** The vector of a qubit's density matrix, [re, im] interleaved, |e⟩ first. */
export function blochOf(matrix: ArrayLike<number>): Vector {
  const at = (k: number): number => matrix[k] as number;
  return [2 * at(2), -2 * at(3), at(0) - at(6)];
}

export function Bloch({ x, y, radius: r, theme, look, vector, before = null, trail = [], colour }: Props) {
  const at = (v: Vector): readonly [number, number] => {
    const [right, down] = projected(v, look);
    return [x + r * right, y + r * down];
  };
  // Names of axes stand clear of the sphere, of a small one too.
  const off = 1 + Math.max(0.17, 10 / r);
  const flat = r * Math.sin(look.tilt);
  const [tip, old] = [vector && at(vector), before && at(before)];
  return (
    <g>
      <circle cx={x} cy={y} r={r} fill={theme.fill} stroke={theme.muted} />
      <path d={`M${x - r} ${y}A${r} ${flat} 0 0 0 ${x + r} ${y}`} fill="none" stroke={theme.muted} stroke-opacity="0.7" />
      <path
        d={`M${x - r} ${y}A${r} ${flat} 0 0 1 ${x + r} ${y}`}
        fill="none"
        stroke={theme.muted}
        stroke-opacity="0.7"
        stroke-dasharray="2 3"
      />
      {AXES.map(([name, axis]) => {
        const [a, b] = [at(axis), at([-axis[0], -axis[1], -axis[2]])];
        // An axis that points at the reader has its name beside it.
        const towards = Math.hypot(a[0] - x, a[1] - y) < 0.1 * r;
        const out = towards ? [x + 10, y - 9] : at([off * axis[0], off * axis[1], off * axis[2]]);
        return (
          <g key={name}>
            <line x1={a[0]} y1={a[1]} x2={b[0]} y2={b[1]} stroke={theme.muted} stroke-opacity="0.45" />
            <text x={out[0]} y={out[1]} dy="0.35em" text-anchor="middle" font-size="11" fill={theme.muted}>
              {name}
            </text>
          </g>
        );
      })}
      {trail.length > 1 && (
        <polyline
          points={trail
            .map((v) =>
              at(v)
                .map((c) => c.toFixed(1))
                .join(","),
            )
            .join(" ")}
          fill="none"
          stroke={colour}
          stroke-opacity="0.45"
        />
      )}
      {trail.map((v, k) => {
        const [cx, cy] = at(v);
        return <circle key={k} cx={cx} cy={cy} r="1.6" fill={colour} fill-opacity={0.2 + (0.5 * k) / trail.length} />;
      })}
      {old && (
        <g stroke={theme.muted} stroke-dasharray="3 2">
          <line x1={x} y1={y} x2={old[0]} y2={old[1]} />
          <circle cx={old[0]} cy={old[1]} r="4" fill={theme.ground} stroke-dasharray="none" />
        </g>
      )}
      {tip && (
        <g>
          <line x1={x} y1={y} x2={tip[0]} y2={tip[1]} stroke={colour} stroke-width="2.5" />
          <circle cx={tip[0]} cy={tip[1]} r="4.5" fill={colour} />
        </g>
      )}
    </g>
  );
}

const AXES: readonly (readonly [string, Vector])[] = [
  ["x", [1, 0, 0]],
  ["y", [0, 1, 0]],
  ["z", [0, 0, 1]],
];
