/** The average over noise that enters through weights alone: the weights are averaged, once. */
import { changesWeightsAlone, type ExchangeCascade, exchangeCascadeOf } from "../../models/exchange-cascade.ts";
import type { Model, ParameterValue } from "../../models/model.ts";
import type { Scope } from "../../numerics/memory.ts";
import type { PlannedCollisions } from "../../plan/collision-request.ts";
import type { AverageEngine, AverageRequest, NoiseNode } from "../../plan/ensemble-request.ts";
import type { AverageLowering } from "./average-lowering.ts";

/** A single state needs no more than one vector. */
const LANES = 2;

export const averagedWeights: AverageLowering = {
  name: "averaged weights",
  fits(request) {
    const { model, noisy, whole } = request;
    if (request.hidden) return { refused: "the noise goes through hidden states" };
    if (whole) return { refused: "the noise is constant within a realisation" };
    const structure = exchangeCascadeOf(model);
    if (!structure) return { refused: "the model brings no weights" };
    const other = noisy.find((name) => !changesWeightsAlone(structure, [name]));
    return other === undefined ? planned(request).choice.price : { refused: `\`${other}\` changes more than weights` };
  },
  steps: planned,
  bind: (request, scope) => bind(planned(request), scope),
};

function planned({ model, noisy, nodes, collisions }: AverageRequest): PlannedCollisions {
  return collisions(withMeanWeights(model, exchangeCascadeOf(model) as ExchangeCascade, noisy, nodes), [], LANES);
}

function bind({ choice, sector }: PlannedCollisions, scope: Scope): AverageEngine {
  const engine = choice.bind(scope);
  return { sector, lanes: LANES, nodes: 1, reset: () => engine.reset(), step: (n) => engine.step(n, null), mean: () => engine.state() };
}

/** The model with its weights averaged. */
function withMeanWeights(model: Model, structure: ExchangeCascade, noisy: readonly string[], nodes: readonly NoiseNode[]): Model {
  const { weightsAt } = model;
  const at = (values: readonly number[]) => ({
    ...model.parameters,
    ...Object.fromEntries(noisy.map((name, k) => [name, values[k] as ParameterValue])),
  });
  const mean = { upper: 0, lower: 0, spectator: 0 };
  for (const { weight, values } of nodes) {
    const { upper, lower, spectator } = structure.coefficients(at(values));
    mean.upper += weight * upper;
    mean.lower += weight * lower;
    mean.spectator += weight * spectator;
  }
  const { angle, detuning } = structure.coefficients(model.parameters);
  const { byCosine: _, ...rest } = structure;
  const averaged: ExchangeCascade = { ...rest, coefficients: (_at, into) => Object.assign(into ?? {}, { ...mean, angle, detuning }) };
  return {
    ...model,
    structure: averaged,
    ...(weightsAt ? { weightsAt: () => averageOf(nodes, (values) => weightsAt(at(values))) } : {}),
  };
}

function averageOf(nodes: readonly NoiseNode[], f: (values: readonly number[]) => readonly number[]): readonly number[] {
  const sum: number[] = [];
  for (const { weight, values } of nodes) {
    f(values).forEach((value, k) => {
      sum[k] = (sum[k] ?? 0) + weight * value;
    });
  }
  return sum;
}
