import "../numerics/carried-binary.ts";
import { figures as atoms } from "./atoms.ts";
import { figures as composite } from "./composite.ts";
import { figures as correlations } from "./correlations.ts";
import type { Figure } from "./figure.ts";
import { figures as harvest } from "./harvest.ts";
import { figures as phaseonium } from "./phaseonium.ts";
import { figures as rotor } from "./rotor.ts";
import { figures as structured } from "./structured.ts";

/** Every figure of every paper, in the papers' order. */
export const figures: readonly Figure[] = [...phaseonium, ...correlations, ...structured, ...rotor, ...atoms, ...harvest, ...composite];

export { drawSvg } from "./draw.ts";
export type { Bar, Cell, Figure, FigureOptions, Panel, Rule, Series } from "./figure.ts";
export {
  type RobustnessCurve,
  type RobustnessOptions,
  type RobustnessResult,
  robustness,
  robustnessCurves,
} from "./phaseonium-robustness.ts";
export { drawPng } from "./picture.ts";
export { panelsOf } from "./result.ts";
