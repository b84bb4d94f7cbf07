/** Mean heat from the ledger, to hold the first moments of counts against. */

import type { Collision, Collisions } from "../../dynamics/collisions.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { adjointDissipator, hamiltonianAt } from "../../dynamics/lower.ts";
import { internalFault } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { dag, plus, scale, times, zero } from "../../operators/algebra.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals } from "../../sectors/matrices.ts";
import type { Sector } from "../../sectors/sector.ts";
import { ledgerFunctionals } from "../../thermodynamics/ledger.ts";
import { besideArrivals } from "./counts.ts";
import { elementsOf } from "./process-of-model.ts";

/** Heat of a bath (or of all) per collision of each element, or per unit time, as functionals of the state before it. */
export function heatReadings(model: Model, sector: Sector, bath: string | null, steps: number): readonly Float64Array[] {
  const { dynamics } = model;
  const operators =
    dynamics.kind === "collisions"
      ? elementsOf(model, steps).map((element) =>
          plus(...element.map(({ collision, probability }) => scale(heatOf(dynamics, collision, bath), probability))),
        )
      : [heatRate(model, bath)];
  return operators.map((Q) => denseFunctional(expectationFunctionals(sector, Q).re, sector.count));
}

function heatOf(dynamics: Collisions, collision: Collision, bath: string | null): Operator {
  const { heat } = ledgerFunctionals(dynamics, collision);
  const parts = Object.entries(heat).flatMap(([name, Q]) => (Q && (bath === null || name === bath) ? [Q] : []));
  return parts.length === 0 ? zero(dynamics.system) : plus(...parts);
}

/** Heat of a bath (or of all) per unit time, as an operator. Of a master equation. */
export function heatRate({ dynamics }: Model, bath: string | null): Operator {
  if (dynamics.kind !== "generator") throw internalFault("A stream has heat per collision.");
  const { system, arrivals = [] } = dynamics;
  const own = besideArrivals(dynamics);
  const parts = arrivals.map(({ collision, rate }) =>
    scale(heatOf({ kind: "collisions", system, HS: null, stream: { kind: "constant", collision }, tau: null }, collision, bath), rate),
  );
  if (arrivals.length === 0 || own.dissipators.some((jump) => bath === null || jump.bath === bath)) parts.push(heatOfJumps(own, bath));
  return plus(...parts);
}

/** What the jumps of a bath (or of all) bring per unit time: what units give, else what the system gains. */
function heatOfJumps(generator: Generator, bath: string | null): Operator {
  const { dissipators, energy } = generator;
  const [given, gained] = [dissipators.filter(({ quanta }) => quanta), dissipators.filter(({ quanta }) => !quanta)];
  const gains = adjointDissipator({ ...generator, dissipators: gained }, bath, energy ?? hamiltonianAt(generator));
  if (given.length === 0) return gains;
  const own = given.filter((jump) => bath === null || jump.bath === bath);
  return plus(
    gains,
    ...own.map(({ left, right, rate, quanta }) => {
      const mean = (quanta ?? []).reduce((sum, { energy: quantum, share }) => sum + quantum * share, 0);
      return scale(times(dag(right), left), mean * (rate as number));
    }),
  );
}
