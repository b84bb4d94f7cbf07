/**
 * The average over noise as a chain of hidden states (telegraph noise, choices, Ornstein–Uhlenbeck processes, mixtures of noise per
 * collision and per realisation): one state of the system for each hidden state, side by side in lanes; between steps they are mixed.
 */
import type { Scope } from "../../numerics/memory.ts";
import type { AverageEngine, AverageRequest, HiddenStates, PlannedSteps } from "../../plan/ensemble-request.ts";
import { toCoordinates } from "../../sectors/matrices.ts";
import type { AverageLowering } from "./average-lowering.ts";
import { carrier } from "./carried-states.ts";

const LANES = 8;

export const averagedOverChain: AverageLowering = {
  name: "a chain of hidden states",
  fits(request) {
    const { hidden } = request;
    if (hidden === null) return { refused: "every value is drawn anew, or all are constant" };
    const { states, exact } = hidden.chain;
    const { price } = steps(request).choice;
    const { sector } = steps(request);
    const flops = states * price.flops + 2 * states * states * sector.count;
    return {
      seconds: states * price.seconds + (flops - states * price.flops) / 1e9,
      flops,
      bytes: price.bytes + 8 * states * sector.count,
      detail: `${states} hidden states${exact ? "" : ", doubled until two answers agree"}`,
    };
  },
  steps,
  bind,
};

function steps({ hidden }: AverageRequest): PlannedSteps {
  return (hidden as HiddenStates).steps(LANES);
}

function bind(request: AverageRequest, scope: Scope): AverageEngine {
  const { chain, changesBefore } = request.hidden as HiddenStates;
  const { choice, sector } = steps(request);
  const engine = choice.bind(scope);
  const n = sector.count;
  const vectors = new Float64Array(chain.states * n);
  const initial = toCoordinates(sector, request.model.initial);
  const mean = scope.f64(n * LANES);
  const carry = carrier(engine, chain.values, n);
  return {
    sector,
    lanes: LANES,
    nodes: chain.states,
    reset() {
      for (let i = 0; i < chain.states; i++) for (let q = 0; q < n; q++) vectors[i * n + q] = chain.start[i] * initial[q];
    },
    step(k) {
      if (k > 1 && changesBefore(k)) chain.mix(vectors, n);
      carry(k, vectors);
    },
    mean() {
      const view = mean.view();
      view.fill(0);
      for (let i = 0; i < chain.states; i++) {
        for (let q = 0; q < n; q++) {
          const part = chain.read[i] * vectors[i * n + q];
          for (let l = 0; l < LANES; l++) view[q * LANES + l] += part;
        }
      }
      return mean.pointer;
    },
  };
}
