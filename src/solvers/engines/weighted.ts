/** Fixed sector matrices with weights: y = Σ_k w_k M_k x, one set of matrices per element of the stream. */
import { openScope } from "../../../bindings/memory.ts";
import { sectorApply } from "../../../bindings/sector.ts";
import { elementTerms, streamElements } from "../../dynamics/channel.ts";
import type { Collisions } from "../../dynamics/collisions.ts";
import type { TermMap } from "../../dynamics/terms.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import type { CollisionPlan } from "../../plan/collisions.ts";
import { type SectorMatrices, toCoordinates } from "../../sectors/matrices.ts";
import type { Engine } from "./engine.ts";
import { bindIdle } from "./idle.ts";
import { bindMap } from "./map.ts";

/** Bind fixed matrices. `noisy` names the parameters that `step` will be given; they may change weights only. */
export function bindWeighted(
  model: Model,
  plan: CollisionPlan,
  maps: readonly TermMap[],
  matrices: readonly SectorMatrices[],
  lanes: number,
  noisy: readonly string[],
): Engine {
  const { sector } = plan;
  const scope = openScope();
  const initial = toCoordinates(sector, model.initial);
  const bound = matrices.map((set) => bindMap(scope, set));
  const idle = bindIdle(scope, model.dynamics as Collisions, sector, lanes);
  const weights = maps.map((map) => scope.f64(map.groups.length * lanes));
  let x = scope.f64(sector.count * lanes);
  let y = scope.f64(sector.count * lanes);
  maps.forEach((map, e) => {
    const view = weights[e].view();
    map.weights.forEach((weight, k) => view.fill(weight, k * lanes, (k + 1) * lanes));
  });
  const changed: Record<string, ParameterValue> = {};

  function refresh(element: number, n: number, draws: Float64Array): void {
    const groups = maps[element].groups.length;
    for (let lane = 0; lane < lanes; lane++) {
      for (let p = 0; p < noisy.length; p++) changed[noisy[p]] = draws[p * lanes + lane];
      const values = model.weightsAt ? model.weightsAt({ ...model.parameters, ...changed }) : weightsOf(model, changed, n);
      const view = weights[element].view();
      for (let k = 0; k < groups; k++) view[k * lanes + lane] = values[k];
    }
  }

  return {
    sector,
    lanes,
    reset() {
      const view = x.view();
      for (let q = 0; q < sector.count; q++) view.fill(initial[q], q * lanes, (q + 1) * lanes);
    },
    step(n, draws) {
      const element = plan.indexAt(n);
      if (draws) refresh(element, n, draws);
      sectorApply(bound[element], weights[element].pointer, x.pointer, y.pointer, lanes);
      [x, y] = [y, x];
      if (idle) [x, y] = idle(x, y);
    },
    state: () => x.pointer,
    release: () => scope.release(),
  };
}

/** The weights of the n-th collision of the model at other parameters. */
function weightsOf(model: Model, changed: Readonly<Record<string, ParameterValue>>, n: number): readonly number[] {
  const dynamics = model.with({ ...model.pinned, ...changed }).dynamics as Collisions;
  const { elements, indexAt } = streamElements(dynamics, n);
  const element = elements[indexAt(n)];
  return element.flatMap(({ probability, collision }) => collision.state.map(({ weight }) => probability * weight));
}

/** Terms of the n-th collision of the model at other parameters. */
export function termsAt(model: Model, changed: Readonly<Record<string, ParameterValue>>, n: number): TermMap {
  const dynamics = model.with({ ...model.pinned, ...changed }).dynamics as Collisions;
  const { elements, indexAt } = streamElements(dynamics, n);
  return elementTerms(dynamics.system, elements[indexAt(n)]);
}
