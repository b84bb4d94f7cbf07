/** The Wigner function of one mode at a place of the run, the other factors traced out. */
import { wigner } from "ancilla";
import type { Source } from "../compute/protocol.ts";
import type { Length } from "./ask-length.ts";
import { stateAt } from "./state-at.ts";
import { modelOf } from "./subject.ts";

export interface WignerAsk {
  readonly source: Source;
  readonly length: Length;
  readonly at: number | null;
  /** The mode. */
  readonly label: string;
  /** Points along each axis. */
  readonly points: number;
}

export interface WignerAnswer {
  readonly label: string;
  /** Both axes go from −half to half. */
  readonly half: number;
  readonly points: number;
  /** Row by row, p along rows. */
  readonly values: Float64Array;
  /** ∫ W dp over x, and ∫ W dx over p. */
  readonly alongX: Float64Array;
  readonly alongP: Float64Array;
  readonly photons: number;
}

/** What of the population may lie outside the picture. */
const OUTSIDE = 1e-3;

export function wignerOf({ source, length, at, label, points }: WignerAsk): WignerAnswer {
  const model = modelOf(source);
  const rho = stateAt(model, length, at).reduced([label]);
  const populations = Array.from({ length: rho.rows }, (_, k) => rho.data[2 * (k * rho.rows + k)] as number);
  const half = extent(populations);
  const axis = Array.from({ length: points }, (_, k) => -half + (2 * half * k) / (points - 1));
  const { values } = wigner(rho, axis, axis);
  const step = (2 * half) / (points - 1);
  const alongX = new Float64Array(points);
  const alongP = new Float64Array(points);
  for (let row = 0; row < points; row++) {
    for (let column = 0; column < points; column++) {
      const value = values[row * points + column] as number;
      alongX[column] = (alongX[column] as number) + value * step;
      alongP[row] = (alongP[row] as number) + value * step;
    }
  }
  return { label, half, points, values, alongX, alongP, photons: populations.reduce((sum, p, n) => sum + n * p, 0) };
}

/** Half a width that holds the state: the turning point of the highest level that matters, and the tail of its wave. */
function extent(populations: readonly number[]): number {
  let rest = 0;
  let most = populations.length - 1;
  for (; most > 0; most--) {
    rest += populations[most] as number;
    if (rest > OUTSIDE) break;
  }
  return Math.ceil(Math.sqrt(2 * most + 1) + 1.6);
}
