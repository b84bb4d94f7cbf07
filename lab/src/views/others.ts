/** Every view but the first one: loaded once the first picture is there. */
import { compare } from "./compare/index.tsx";
import { counts } from "./counts/index.tsx";
import { ensemble } from "./ensemble/index.tsx";
import { flow } from "./flow/index.tsx";
import { heatMap } from "./heat-map/index.tsx";
import { plan } from "./plan/index.tsx";
import { player } from "./player/index.tsx";
import { sectors } from "./sectors/index.tsx";
import { spectrum } from "./spectrum/index.tsx";
import { stationary } from "./stationary/index.tsx";
import { sweep } from "./sweep/index.tsx";
import { trajectories } from "./trajectories/index.tsx";
import type { View } from "./view.ts";
import { wigner } from "./wigner/index.tsx";

export const others: readonly View[] = [
  player,
  flow,
  stationary,
  sectors,
  plan,
  sweep,
  heatMap,
  ensemble,
  trajectories,
  counts,
  wigner,
  spectrum,
  compare,
];
