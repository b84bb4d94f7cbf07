/** A figure is data plus a drawing: each panel is plain data, so that files, tests and other tools can use it without a picture. */
import type { StopSignal } from "../errors.ts";

/** One curve. `lower` and `upper` give a band (one standard deviation, say); null is a gap. */
export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly lower?: readonly (number | null)[];
  readonly upper?: readonly (number | null)[];
  readonly style?: "line" | "dashed" | "dots";
  /** Mark every point of the line: there is nothing between them, as between collisions. */
  readonly marked?: boolean;
  /** Series of one group share a colour (a noisy curve and its noiseless reference). */
  readonly group?: string;
}

/** One cell of a heat map, by the coordinates of its centre. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number | null;
}

/** One bar of a histogram: the interval it covers and its height. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly group?: string;
}

/** A line across the panel, at a fixed x or y. */
export interface Rule {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label?: string;
}

/** One set of axes with everything drawn in it. Labels carry their units. */
export interface Panel {
  /** Name of its files: lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  /** Names of the values 0, 1, … of an axis that says which and not how much. */
  readonly xNames?: readonly string[];
  readonly yNames?: readonly string[];
  readonly series: readonly Series[];
  /** A heat map on a grid, regular or not (in log x or log y where those scales are logarithmic). */
  readonly cells?: readonly Cell[];
  readonly cellLabel?: string;
  /** Colours of a heat map: `sequential` from low to high, `diverging` around zero. */
  readonly cellScale?: "sequential" | "diverging";
  /** What the colours of a heat map cover; values beyond have the last colour, and the scale beside the map ends in an arrow. */
  readonly cellDomain?: readonly [number, number];
  /** Names of the values 0, 1, … of a heat map that says which and not how much: each gets a colour, and stands in the legend. */
  readonly cellNames?: readonly string[];
  /** How cells without a value show: blank unless given. */
  readonly gaps?: "hatched";
  /** What hatched cells mean; "no value" unless given. */
  readonly gapName?: string;
  /** Draw as high as wide. */
  readonly square?: boolean;
  readonly rules?: readonly Rule[];
  readonly bars?: readonly Bar[];
  /** A sentence or two below the axes: parameters, and what the reader should know. */
  readonly caption?: string;
}

/** How a figure is to be computed. */
export interface FigureOptions {
  /** The paper's own size; otherwise a smaller one that shows the same. */
  readonly full: boolean;
  readonly threads?: number;
  /** Told how much of the figure is done, from 0 to 1. */
  readonly onProgress?: (fraction: number, label: string) => void;
  readonly signal?: StopSignal;
}

/** A figure of a paper: where it comes from and how its panels are computed. */
export interface Figure {
  /** Such as "rotor-2". */
  readonly id: string;
  /** Such as "rotor". */
  readonly paper: string;
  readonly title: string;
  readonly caption: string;
  /** How many panels stand side by side where all are in one picture; two unless given. */
  readonly columns?: number;
  /** Compute the data of its panels. */
  readonly panels: (options: FigureOptions) => Promise<readonly Panel[]> | readonly Panel[];
}
