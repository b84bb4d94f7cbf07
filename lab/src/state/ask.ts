/** What is run: as the document's `run` section says, else a run of ours, which is not written into the document. */
import type { Length } from "../engine/ask-length.ts";
import type { Described } from "../engine/describe.ts";

export interface RunOfLab {
  readonly length: Length;
  readonly observe: readonly string[];
  /** Not the document's own. */
  readonly ours: boolean;
}

const STEPS = 200;
const UNTIL = 10;
const OBSERVED = 4;

/** Models of the catalogue whose first picture needs another length, or shows more with other observables. */
const CATALOGUE: Readonly<Record<string, RunOfLab>> = {
  phaseonium: { length: { steps: 300 }, observe: ["T1", "T2"], ours: true },
  "phaseonium-limit": { length: { until: 3, saveEvery: 0.1 }, observe: ["T1", "T2"], ours: true },
  structured: { length: { steps: 3000, saveEvery: 10 }, observe: ["C_l1"], ours: true },
  rotor: { length: { until: 40 }, observe: ["Q1", "Q2", "L"], ours: true },
  atoms: { length: { until: 1 }, observe: ["C_l1"], ours: true },
};

export function askOf(found: Described, given: Partial<RunOfLab> = {}): RunOfLab {
  const { method: _method, observe, ...length } = (found.sections.run ?? {}) as { observe?: readonly string[]; method?: string } & Length;
  const known = found.isDocument ? undefined : CATALOGUE[found.name];
  const own = Object.keys(length).length > 0 ? length : known?.length;
  const names = observe ?? known?.observe.filter((name) => found.observables.some((one) => one.name === name)) ?? [];
  return {
    length: given.length ?? own ?? (found.form === "collisions" ? { steps: STEPS } : { until: UNTIL }),
    observe: given.observe ?? (names.length > 0 ? names : defaults(found)),
    ours: given.length !== undefined || given.observe !== undefined || found.sections.run === undefined,
  };
}

/** The document's first four observables, else the model's own. */
function defaults({ defaultObservables, observables }: Described): readonly string[] {
  const names = defaultObservables.length > 0 ? defaultObservables : observables.map(({ name }) => name);
  return names.slice(0, OBSERVED);
}
