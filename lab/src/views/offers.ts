/** Names of all views and the models that have them: what the tabs show before the views themselves are loaded. In the order of the tabs. */
import type { Described } from "../engine/describe.ts";
import type { Kept } from "./view.ts";

export interface Offer {
  /** In the address, and of the tab. */
  readonly key: string;
  /** The accessible name of tab and panel. */
  readonly name: string;
  offered(facts: Described, kept: Kept): boolean;
}

const isNumber = ({ kind, opened }: Described["parameters"][number]): boolean =>
  kind === "number" || kind === "integer" || (kind === "any" && typeof opened === "number");
const numbers = ({ parameters }: Described): number => parameters.filter(isNumber).length;
const has = ({ factors }: Described, ...kinds: readonly string[]): boolean => factors.some(({ kind }) => kinds.includes(kind));

/** Most levels of what each view works with. */
const most = { player: 1024, flow: 400, sectors: 4096, trajectories: 256, counts: 64, wigner: 4096, spectrum: 256 };

export const offers = {
  time: { key: "time", name: "Time", offered: () => true },
  player: { key: "player", name: "Player", offered: ({ form, dimension }) => form === "collisions" && dimension <= most.player },
  flow: { key: "flow", name: "Player", offered: ({ form, dimension }) => form === "master-equation" && dimension <= most.flow },
  stationary: { key: "stationary", name: "Stationary", offered: () => true },
  sectors: { key: "sectors", name: "Sectors", offered: ({ dimension }) => dimension <= most.sectors },
  plan: { key: "plan", name: "Plan", offered: () => true },
  sweep: { key: "sweep", name: "Sweep", offered: (facts) => numbers(facts) > 0 },
  heatMap: { key: "heat-map", name: "Heat map", offered: (facts) => numbers(facts) > 1 },
  ensemble: { key: "ensemble", name: "Ensemble", offered: (_facts, { noisy }) => noisy > 0 },
  trajectories: {
    key: "trajectories",
    name: "Trajectories",
    offered: ({ form, dimension, baths }) => dimension <= most.trajectories && (form === "collisions" || baths.length > 0),
  },
  counts: { key: "counts", name: "P(q)", offered: ({ dimension, baths }) => dimension <= most.counts && baths.length > 0 },
  wigner: { key: "wigner", name: "Wigner", offered: (facts) => has(facts, "fock") && facts.dimension <= most.wigner },
  spectrum: {
    key: "spectrum",
    name: "Spectrum",
    offered: (facts) => facts.form === "master-equation" && facts.dimension <= most.spectrum && has(facts, "fock", "qubit"),
  },
  compare: { key: "compare", name: "Compare", offered: (_facts, { pins }) => pins > 0 },
} as const satisfies Readonly<Record<string, Offer>>;
