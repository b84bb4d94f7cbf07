/** Every kind of work with the function that does it. */
import type { Handlers } from "./answer-asks.ts";
import { bits } from "./bits.ts";
import { countingOf } from "./counting.ts";
import { describe } from "./describe.ts";
import { ensembleOf } from "./ensemble.ts";
import { evaluated } from "./evaluate.ts";
import { exported } from "./export.ts";
import { flowOf } from "./flow.ts";
import { guardedRun, guardedSteady } from "./guarded-run.ts";
import { linkOf, openedLink } from "./links.ts";
import { planOf } from "./plan.ts";
import { playerOf } from "./player.ts";
import { sectorsOf } from "./sectors.ts";
import { spectrumOf } from "./spectrum.ts";
import { sweepOf } from "./sweep.ts";
import { checked, completed, hovered } from "./text.ts";
import { trajectoriesOf } from "./trajectories.ts";
import { wignerOf } from "./wigner.ts";

export const handlers: Handlers = {
  describe,
  evaluate: evaluated,
  check: checked,
  complete: completed,
  hover: hovered,
  run: guardedRun,
  steady: guardedSteady,
  player: playerOf,
  flow: flowOf,
  sectors: sectorsOf,
  bits,
  plan: planOf,
  sweep: sweepOf,
  ensemble: ensembleOf,
  wigner: wignerOf,
  counting: countingOf,
  trajectories: trajectoriesOf,
  spectrum: spectrumOf,
  link: linkOf,
  openLink: openedLink,
  export: exported,
};
