/** Whether readings tell all that the unit could: one Kraus operator for each outcome. */
import { jointOperators, type StreamElement } from "../../dynamics/channel.ts";
import { unitState } from "../../dynamics/joint.ts";
import type { Reading } from "../../dynamics/measurements.ts";
import { eigvalsh } from "../../numerics/eigen.ts";
import type { Operator } from "../../operators/operator.ts";
import type { Space } from "../../spaces/space.ts";

/** Eigenvalues below this are 0. */
const ZERO = 1e-12;

/** Why the readings of some elements of a stream are not efficient, or null. */
export function whyInefficient(system: Space, elements: readonly StreamElement[], { units, effects }: Reading): string | null {
  const read = elements.filter((element) => element.some(({ collision }) => units === null || collision.bath === units));
  if (read.length === 0) return "no unit is read";
  if (effects.some((E) => rank(E) > 1)) return "readings are not efficient: an outcome leaves several states of the unit open";
  for (const element of read) {
    if (element.length > 1) return "readings are not efficient: it is not known which unit came";
    const [{ collision }] = element;
    if (rank(unitState(collision.state)) > 1) return "readings are not efficient: the units come in a mixed state";
    if (jointOperators(system, collision).length > 1) return "readings are not efficient: units lose something on their way";
  }
  return null;
}

function rank(A: Operator): number {
  return eigvalsh(A.toMatrix()).filter((value) => value > ZERO).length;
}
