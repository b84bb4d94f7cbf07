import "../numerics/carried-binary.ts";
import { figures as atoms } from "./atoms.ts";
import { figures as clicks } from "./clicks.ts";
import { figures as composite } from "./composite.ts";
import { figures as correlations } from "./correlations.ts";
import { figures as demon } from "./demon.ts";
import type { Figure } from "./figure.ts";
import { figures as fluctuations } from "./fluctuations.ts";
import { figures as harvest } from "./harvest.ts";
import { figures as noise } from "./noise.ts";
import { figures as phaseonium } from "./phaseonium.ts";
import { figures as rotor } from "./rotor.ts";
import { figures as structured } from "./structured.ts";
import { figures as structuredHeat } from "./structured-heat.ts";

/** Every figure of every paper, in the papers' order. */
export const figures: readonly Figure[] = [
  ...phaseonium,
  ...correlations,
  ...structured,
  ...rotor,
  ...atoms,
  ...harvest,
  ...composite,
  ...fluctuations,
  ...noise,
  ...clicks,
  ...demon,
  ...structuredHeat,
];

export { type AssemblyOptions, drawAssembled } from "./assemble.ts";
export { drawSvg } from "./draw.ts";
export type { Bar, Cell, Figure, FigureOptions, Panel, Rule, Series } from "./figure.ts";
export { drawPdf } from "./pdf.ts";
export {
  type RobustnessCurve,
  type RobustnessOptions,
  type RobustnessResult,
  robustness,
  robustnessCurves,
} from "./phaseonium-robustness.ts";
export { drawPng } from "./picture.ts";
export { panelsOf } from "./result.ts";
