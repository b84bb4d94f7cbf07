/** The average over noise that is constant within a realisation: every node runs by itself, and the states are mixed where they are read. */
import type { Scope } from "../../numerics/memory.ts";
import type { AverageEngine, AverageRequest } from "../../plan/ensemble-request.ts";
import type { AverageLowering } from "./average-lowering.ts";
import { addMean, nodeLanes, plannedNodes } from "./node-lanes.ts";

export const quadratureOfRuns: AverageLowering = {
  name: "quadrature of whole runs",
  fits(request) {
    if (request.hidden) return { refused: "the noise goes through hidden states" };
    if (!request.whole) return { refused: "the noise is drawn anew for each collision" };
    const { price } = plannedNodes(request).choice;
    const factor = request.nodes.length;
    return { ...price, seconds: price.seconds * factor, flops: price.flops * factor, bytes: price.bytes * factor };
  },
  steps: plannedNodes,
  bind,
};

function bind(request: AverageRequest, scope: Scope): AverageEngine {
  const { choice, sector } = plannedNodes(request);
  const groups = nodeLanes(request);
  const engines = groups.map(() => choice.bind(scope));
  const { lanes } = engines[0];
  const noisy = request.noisy.length > 0;
  const mean = scope.f64(sector.count * lanes);
  return {
    sector,
    lanes,
    nodes: request.nodes.length,
    reset() {
      for (const engine of engines) engine.reset();
    },
    step(n) {
      engines.forEach((engine, g) => engine.step(n, noisy ? groups[g].draws : null));
    },
    mean() {
      const view = mean.view();
      view.fill(0);
      engines.forEach((engine, g) => addMean(view, engine.values(), groups[g].weights));
      return mean.pointer;
    },
  };
}
