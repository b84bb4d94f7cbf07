/** The nodes of a quadrature over noise, side by side in lanes. */
import type { PlannedCollisions } from "../../plan/collision-request.ts";
import type { AverageRequest, NoiseNode } from "../../plan/ensemble-request.ts";

/** Nodes of one group of lanes, as draws [parameter][lane], and their weights; a group is filled up with weight zero. */
export interface NodeLanes {
  readonly draws: Float64Array;
  readonly weights: Float64Array;
}

/** Nodes side by side; a single one needs no more than one vector. */
export function lanesFor(nodes: readonly NoiseNode[]): number {
  return nodes.length === 1 ? 2 : 8;
}

/** The collisions of a request with its noise in lanes. */
export function plannedNodes({ model, noisy, nodes, collisions }: AverageRequest): PlannedCollisions {
  return collisions(model, noisy, lanesFor(nodes));
}

/** Deal nodes out to groups of lanes. */
export function nodeLanes({ nodes, noisy }: AverageRequest): NodeLanes[] {
  const lanes = lanesFor(nodes);
  const groups: NodeLanes[] = [];
  for (let first = 0; first < nodes.length; first += lanes) {
    const draws = new Float64Array(noisy.length * lanes);
    const weights = new Float64Array(lanes);
    for (let l = 0; l < lanes; l++) {
      const node = nodes[Math.min(first + l, nodes.length - 1)];
      weights[l] = first + l < nodes.length ? node.weight : 0;
      for (let p = 0; p < noisy.length; p++) draws[p * lanes + l] = node.values[p];
    }
    groups.push({ draws, weights });
  }
  return groups;
}

/** mean[q][every lane] += Σ_l weights[l] · x[q][l]. */
export function addMean(mean: Float64Array, x: Float64Array, weights: Float64Array): void {
  const lanes = weights.length;
  for (let at = 0; at < x.length; at += lanes) {
    let sum = 0;
    for (let l = 0; l < lanes; l++) sum += weights[l] * x[at + l];
    for (let l = 0; l < lanes; l++) mean[at + l] += sum;
  }
}
