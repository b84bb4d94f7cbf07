/** The average over noise drawn anew for each collision: all nodes step from the same state and are mixed after each collision. */
import type { Scope } from "../../numerics/memory.ts";
import type { AverageEngine, AverageRequest } from "../../plan/ensemble-request.ts";
import type { AverageLowering } from "./average-lowering.ts";
import { addMean, nodeLanes, plannedNodes } from "./node-lanes.ts";

export const quadraturePerCollision: AverageLowering = {
  name: "quadrature of each collision",
  fits(request) {
    if (request.hidden) return { refused: "the noise goes through hidden states" };
    if (request.whole) return { refused: "the noise is constant within a realisation" };
    const { price } = plannedNodes(request).choice;
    const factor = request.nodes.length;
    return { ...price, seconds: price.seconds * factor, flops: price.flops * factor };
  },
  steps: plannedNodes,
  bind,
};

function bind(request: AverageRequest, scope: Scope): AverageEngine {
  const { choice, sector } = plannedNodes(request);
  const groups = nodeLanes(request);
  const engine = choice.bind(scope);
  const noisy = request.noisy.length > 0;
  return {
    sector,
    lanes: engine.lanes,
    nodes: request.nodes.length,
    reset: () => engine.reset(),
    step(n) {
      if (!noisy) {
        engine.step(n, null);
        return;
      }
      const start = engine.values().slice();
      const mean = new Float64Array(start.length);
      for (const { draws, weights } of groups) {
        engine.load(start);
        engine.step(n, draws);
        addMean(mean, engine.values(), weights);
      }
      engine.load(mean);
    },
    mean: () => engine.state(),
  };
}
