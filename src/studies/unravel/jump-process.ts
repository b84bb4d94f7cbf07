/** From a master equation and its detectors to what happens between clicks and at them: on kets where the state stays pure, else on density operators. */
import type { Generator } from "../../dynamics/generator.ts";
import { generatorTerms, hamiltonianAt } from "../../dynamics/lower.ts";
import type { Term } from "../../dynamics/terms.ts";
import { RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { eigh } from "../../numerics/eigen.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { dag, identity, plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { discoverSector, Part, type Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";
import { weightedSum } from "../counting/tilted-process.ts";
import { type Detection, type Detector, detectorsOf } from "./detection.ts";
import { SeriesSteps } from "./series-steps.ts";

/** Numbers of a state at most. */
const MOST = 200_000;
/** Largest space whose initial state is looked at for being pure. */
const MOST_KET = 1_024;

/** What a trajectory of clicks runs on. States are real vectors, not normalised between clicks. */
export interface JumpProcess {
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
  readonly start: Float64Array;
  readonly steps: SeriesSteps;
  /** What a click of detector m makes of the state. */
  readonly clicks: readonly SparseReal[];
  /** Kets: ‖ψ‖²; else the trace. */
  readonly pure: boolean;
  readonly trace: Float64Array;
  /** The density operator's coordinates of a state. */
  density(x: Float64Array, out: Float64Array): void;
  readonly plan: { toString(): string };
}

/** Build the process. Throws for equations that depend on time and for those whose jumps cannot be watched. */
export function jumpProcess(model: Model, detection: Detection): JumpProcess {
  const { dynamics } = model;
  if (dynamics.kind !== "generator")
    throw wrongValue("by", "measure units of a collision model", null, "Write measured({ observable }).", "it watches jumps");
  const detectors = detectorsOf(dynamics, detection);
  const all = generatorTerms(dynamics);
  if (all.groups.length > 1) throw wrongValue("model", "not depend on time for its jumps to be watched", null, "", "its Hamiltonian does");
  const sector = discoverSector(all.terms, dynamics.system.dimension, [withoutZeros(model.initial)], { coordinates: MOST });
  const ket = detectors.every(({ efficiency, dark }) => efficiency === 1 && dark === 0) ? pureState(model.initial) : null;
  if (!sector)
    throw new RunFailure(`Clicks are followed on at most ${MOST} coordinates of the state, and this model has more. Use fewer levels.`);
  const made = ket ? onKets(dynamics, detectors, ket, sector) : onDensities(dynamics, all.terms, detectors, model.initial, sector);
  const what = ket ? `kets of ${dynamics.system.dimension} amplitudes` : `density operators of ${sector.count} coordinates`;
  return {
    space: dynamics.system,
    sector,
    outcomes: detectors.map(({ name }) => name),
    trace: denseFunctional(expectationFunctionals(sector, identity(dynamics.system)).re, sector.count),
    plan: { toString: () => `${detectors.length} ${detectors.length === 1 ? "detector" : "detectors"} on ${what}, exact times of clicks` },
    ...made,
  };
}

type Made = Pick<JumpProcess, "start" | "steps" | "clicks" | "pure" | "density">;

/** 𝒩 = 𝓛 − Σ(ξ𝒥 + ν) between clicks, ξ𝒥 + ν at them. */
function onDensities(generator: Generator, terms: readonly Term[], detectors: readonly Detector[], rho: Operator, sector: Sector): Made {
  const one = identity(generator.system);
  const click = ({ jump, rate, efficiency, dark }: Detector, sign: number): Term[] => [
    ...(efficiency > 0 ? [{ left: jump.left, right: jump.right, re: sign * rate * efficiency, im: 0, group: 0 }] : []),
    ...(dark > 0 ? [{ left: one, right: one, re: sign * dark, im: 0, group: 0 }] : []),
  ];
  const matrix = (list: readonly Term[]) => sparse(sector.count, lowered(list, sector));
  return {
    start: toCoordinates(sector, withoutZeros(rho)),
    steps: new SeriesSteps(matrix([...terms, ...detectors.flatMap((detector) => click(detector, -1))])),
    clicks: detectors.map((detector) => matrix(click(detector, 1))),
    pure: false,
    density: (x, out) => out.set(x),
  };
}

function lowered(terms: readonly Term[], sector: Sector): SparseReal | null {
  return terms.length === 0 ? null : weightedSum(lowerTerms({ terms, groups: ["all"], weights: [1] }, sector), [1]);
}

function sparse(n: number, matrix: SparseReal | null): SparseReal {
  return matrix ?? { n, rowStart: new Int32Array(n + 1), columns: new Int32Array(0), values: new Float64Array(0) };
}

/** −iH − ½ΣγL†L between clicks, √γ L at them, on (Re ψ, Im ψ). */
function onKets(generator: Generator, detectors: readonly Detector[], ket: Float64Array, sector: Sector): Made {
  const losses = detectors.map(({ jump, rate }) => scale(times(dag(jump.left), jump.left), -0.5 * rate));
  const G = plus(scale(hamiltonianAt(generator), 0, -1), ...losses);
  const d = generator.system.dimension;
  const { row, column, part, count } = sector;
  return {
    start: ket,
    steps: new SeriesSteps(onRealParts(G)),
    clicks: detectors.map(({ jump, rate }) => onRealParts(scale(jump.left, Math.sqrt(rate)))),
    pure: true,
    density(x, out) {
      for (let q = 0; q < count; q++) {
        const [i, j] = [row[q], column[q]];
        // ρ_ij = ψ_i ψ_j*
        out[q] = part[q] === Part.Re ? x[i] * x[j] + x[d + i] * x[d + j] : x[d + i] * x[j] - x[i] * x[d + j];
      }
    },
  };
}

/** [Re A, −Im A; Im A, Re A]. */
function onRealParts(A: Operator): SparseReal {
  const d = A.dimension;
  const rows: [number, number][][] = Array.from({ length: 2 * d }, () => []);
  A.forEach((i, j, re, im) => {
    if (re !== 0) {
      rows[i].push([j, re]);
      rows[d + i].push([d + j, re]);
    }
    if (im !== 0) {
      rows[i].push([d + j, -im]);
      rows[d + i].push([j, im]);
    }
  });
  const rowStart = new Int32Array(2 * d + 1);
  rows.forEach((row, r) => {
    row.sort(([a], [b]) => a - b);
    rowStart[r + 1] = rowStart[r] + row.length;
  });
  const flat = rows.flat();
  return { n: 2 * d, rowStart, columns: Int32Array.from(flat, ([c]) => c), values: Float64Array.from(flat, ([, v]) => v) };
}

/** (Re ψ, Im ψ) of a pure state; null for a mixed one, or where it is too large to look. */
function pureState(rho: Operator): Float64Array | null {
  const d = rho.dimension;
  if (d > MOST_KET) return null;
  const purity = rho.values.reduce((sum, value) => sum + value * value, 0);
  if (Math.abs(purity - 1) > 1e-12) return null;
  const { vectors } = eigh(rho.toMatrix());
  const out = new Float64Array(2 * d);
  for (let i = 0; i < d; i++) {
    out[i] = vectors.data[2 * (i * d + d - 1)];
    out[d + i] = vectors.data[2 * (i * d + d - 1) + 1];
  }
  return out;
}
