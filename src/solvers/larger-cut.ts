/** Does a truncation fake a stationary state? Solve again with a larger cut and compare. */
import type { Model, Parameters } from "../models/model.ts";
import { startIsReplaced } from "../models/replaced-start.ts";
import type { StateView } from "../observables/observable.ts";
import type { Space } from "../spaces/space.ts";

/** Population at a cut above which the answer is compared with that of a larger cut. */
const SUSPICIOUS = 1e-3;
/** Relative change of a mean level above which the truncation decides the answer. */
const MOVED = 0.05;

/** The same model with half as many levels more, or null when it has no truncation of its own to widen. */
export function widened(model: Model): Model | null {
  const { levels, lmin, lmax } = model.parameters;
  const more = (value: unknown) => (typeof value === "number" ? Math.ceil(1.5 * value) + 2 : value);
  const changes: Record<string, Parameters[string]> = {};
  if (typeof levels === "number") changes.levels = more(levels) as number;
  if (Array.isArray(levels)) changes.levels = levels.map(more) as Parameters[string];
  if (typeof lmin === "number" && typeof lmax === "number") {
    const pad = Math.ceil((lmax - lmin) / 4) + 1;
    Object.assign(changes, { lmin: lmin - pad, lmax: lmax + pad });
  }
  // Another start than the model's own cannot be widened with it.
  if (Object.keys(changes).length === 0 || startIsReplaced(model)) return null;
  try {
    return model.with(changes);
  } catch {
    return null;
  }
}

/**
 * Compare the stationary state with that of a larger cut, where much of it lies at the cut.
 *
 * Returns a warning for each truncated factor whose mean level moves by more than 5 %: then the cut, not the dynamics,
 * holds the state, as it does where no stationary state exists. Nothing is solved when no cut is suspicious.
 */
export function fakedByCut(
  model: Model,
  state: StateView,
  cutPopulation: Readonly<Record<string, number>>,
  solve: (wider: Model) => StateView,
): string[] {
  const suspects = Object.keys(cutPopulation).filter((label) => cutPopulation[label] > SUSPICIOUS);
  const wider = suspects.length > 0 ? widened(model) : null;
  if (!wider) return [];
  const there = solve(wider);
  return suspects.flatMap((label) => {
    const [here, now] = [meanLevel(state, label), meanLevel(there, label)];
    const size = Math.max(Math.abs(here), Math.abs(now));
    if (!(Math.abs(now - here) > MOVED * size)) return [];
    const [d, e] = [dimensionOf(state.space, label), dimensionOf(there.space, label)];
    return [
      `The truncation of "${label}" holds this state: its mean level is ${here.toPrecision(4)} with ${d} levels and ${now.toPrecision(4)} with ${e}. There may be no stationary state at all.`,
    ];
  });
}

function dimensionOf(space: Space, label: string): number {
  return space.factors[space.position(label)].dimension;
}

/** Mean quantum number of a factor. */
function meanLevel(state: StateView, label: string): number {
  const { first } = state.space.factors[state.space.position(label)];
  const reduced = state.reduced([label]);
  let mean = 0;
  for (let n = 0; n < reduced.rows; n++) mean += (first + n) * reduced.data[2 * (n * reduced.columns + n)];
  return mean;
}
