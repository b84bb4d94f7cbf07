/** The limit of a closed system: the average of the initial state over all times, from the energies and states of its Hamiltonian. */
import type { Generator } from "../../dynamics/generator.ts";
import { hamiltonianAt } from "../../dynamics/lower.ts";
import type { Model } from "../../models/model.ts";
import { energyLevels, timeAverage } from "../../numerics/energy-levels.ts";
import { multiplySparse, norm1 } from "../../numerics/envelope.ts";
import { norm as length } from "../../numerics/vectors.ts";
import { once } from "../../once.ts";
import { isDiagonal } from "../../operators/algebra.ts";
import type { StationaryRequest, StationarySolution } from "../../plan/stationary-request.ts";
import { operatorOf } from "../../sectors/operators-of.ts";
import { Part, type Sector } from "../../sectors/sector.ts";
import { classesOfPattern } from "./classes-of-pattern.ts";
import { oscillations, stationaryBasis, stationaryDimension } from "./levels-in-sector.ts";
import { type StationaryLowering, sectorInScope, severalStates, withoutMatrix } from "./stationary-lowering.ts";

/** Up to this many levels they are found in no time, and nothing else is asked. */
const FEW = 64;
/** Flops per second; the classes, priced at this rate for one factorisation, take several where no pattern tells energies apart. */
const RATE = 8 * 1.2e10;

/** Whether a model is a constant Hamiltonian alone: no jump has a rate. */
export function isClosed({ dynamics }: Model): boolean {
  return (
    dynamics.kind === "generator" &&
    dynamics.hamiltonian.every(({ coefficient }) => typeof coefficient === "number") &&
    dynamics.dissipators.every(({ rate }) => rate === 0)
  );
}

export const averageOverTime: StationaryLowering = {
  name: "average over time by levels of energy",
  fits(request) {
    const { model, space } = request;
    if (!isClosed(model)) return { refused: "the system is not closed" };
    const equation = request.within(request.scope);
    const impossible = withoutMatrix(equation);
    if (impossible) return impossible;
    const N = space.dimension;
    if (isDiagonal(hamiltonianAt(model.dynamics as Generator))) return { refused: "the Hamiltonian is diagonal: its pattern tells all" };
    const flops = 40 * N * N * N;
    return { seconds: flops / RATE, flops, bytes: 16 * 4 * N * N };
  },
  sector: sectorInScope,
  stages: () => [],
  bind: (request) => ({ solve: () => solve(request) }),
};

/** The classes of the pattern where levels of energy do not tell more: rounding hides from the former what the latter count. */
export const classesBesideLevels: StationaryLowering = {
  ...classesOfPattern,
  fits(request) {
    if (request.space.dimension > FEW || "refused" in averageOverTime.fits(request)) return classesOfPattern.fits(request);
    return { refused: `up to ${FEW} levels of energy tell more than a pattern` };
  },
};

function solve(request: StationaryRequest): StationarySolution {
  const { model, scope } = request;
  const equation = request.within(scope);
  const [sector, layout, matrix] = [equation.sector() as Sector, equation.layout(), equation.matrix()];
  const levels = energyLevels(hamiltonianAt(model.dynamics as Generator).toMatrix());
  const { state, error } = timeAverage(levels, model.initial.toMatrix());
  const x = Float64Array.from({ length: sector.count }, (_, q) => {
    const at = 2 * (sector.row[q] * state.columns + sector.column[q]);
    return state.data[sector.part[q] === Part.Re ? at : at + 1];
  });
  const image = multiplySparse(matrix, x);
  const [norm, size] = [norm1(matrix), length(x)];
  const dimension = stationaryDimension(levels, sector);
  const basis = once(() => stationaryBasis(levels, sector, dimension).map((vector) => operatorOf(layout, vector)));
  const spacing = leastSpacing(levels.energies);
  return {
    layout,
    sector,
    x,
    image: () => image,
    dimension,
    truncated: false,
    scope,
    residual: norm === 0 ? 0 : length(image) / (norm * size),
    condition: spacing === null ? null : norm / spacing,
    comparesCuts: true,
    error,
    basis,
    // the basis is orthonormal: it is its own dual
    conserved: basis,
    spectrum: once(() => ({ gap: null, peripheral: oscillations(levels, sector) })),
    // one stationary state alone is the same however energies are told apart
    warnings: dimension === 1 ? [] : [...equalEnergies(levels), ...severalStates(dimension, false)],
  };
}

/** The smallest difference of levels; null where there is one alone. */
function leastSpacing(energies: Float64Array): number | null {
  if (energies.length < 2) return null;
  return energies.reduce((least, E, k) => (k === 0 ? least : Math.min(least, E - energies[k - 1])), Number.POSITIVE_INFINITY);
}

function equalEnergies({ degeneracies, resolution }: ReturnType<typeof energyLevels>): string[] {
  const several = degeneracies.filter((g) => g > 1).length;
  if (several === 0) return [];
  const [levels, count] = several === 1 ? ["level", "counts"] : ["levels", "count"];
  return [
    `${several} ${levels} of energy with more than one state ${count} as degenerate: energies closer than r = ${resolution.toExponential(1)} are equal to rounding. The state is that of times well below 1/r.`,
  ];
}
