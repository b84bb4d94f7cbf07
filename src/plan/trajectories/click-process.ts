/** From an equation whose events are seen to what happens between them and at them: on kets where the state stays pure, else on density operators. */
import type { Detection, Reading } from "../../dynamics/measurements.ts";
import type { Term } from "../../dynamics/terms.ts";
import { internalFault, RunFailure, wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";
import { eigh } from "../../numerics/eigen.ts";
import type { SparseReal } from "../../numerics/envelope.ts";
import { dot } from "../../numerics/vectors.ts";
import { dag, identity, plus, scale, times } from "../../operators/algebra.ts";
import { withoutZeros } from "../../operators/hermitian-parts.ts";
import type { Operator } from "../../operators/operator.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, lowerTerms, toCoordinates } from "../../sectors/matrices.ts";
import { functionalOf, matrixGroup } from "../../sectors/matrix-group.ts";
import { discoverSector, type Sector } from "../../sectors/sector.ts";
import type { Space } from "../../spaces/space.ts";
import { type Block, type ClickConsequences, consequences, ofBlocks, onEveryBlock } from "./click-feedback.ts";
import { type ClickingEquation, clickingEquation } from "./clicking-equation.ts";
import { Amplitudes } from "./ket-amplitudes.ts";
import { variantsOf } from "./variants.ts";

/** Numbers of a state at most. */
const MOST = 200_000;
/** Largest space whose initial state is looked at for being pure. */
const MOST_KET = 1_024;

/** What a trajectory of clicks runs on. States are real vectors of n numbers, not normalised between clicks. */
export interface ClickProcess {
  readonly kind: "clicks";
  readonly space: Space;
  readonly sector: Sector;
  readonly outcomes: readonly string[];
  readonly n: number;
  readonly start: Float64Array;
  /** Between clicks x′ = (A + shift·1)x; for kets an imaginary shift is left out, which no one can see. */
  readonly A: SparseReal;
  readonly shift: number;
  /** What a click of detector m makes of the state; with a rule on the state, behind all of them what it makes of it where the rule acts. */
  readonly clicks: readonly SparseReal[];
  /** ⟨observable⟩ after a click of detector m, times its chance, as a functional of the density operator before it; null without such a rule. */
  readonly filter: { readonly readings: readonly Float64Array[]; readonly above: number } | null;
  /** How likely it is: functionals of density operators; of kets, operators. */
  readonly chances: readonly Float64Array[] | readonly Operator[];
  /** Kets have amplitudes and the weight ‖ψ‖²; density operators have null and their trace. */
  readonly amplitudes: Amplitudes | null;
  readonly trace: Float64Array;
  /** Memories of the record: density operators stand in one block for each, of which one is not 0; 1 of kets. */
  readonly memories: number;
  readonly about: string;
}

/** The numbers that the states of a process consist of. */
export type ClickFrame = Pick<ClickProcess, "sector" | "amplitudes">;

/**
 * Build the process of clicks of detectors, or of units that arrive at random and are read; in the frame of another one without a shift,
 * so that it is a smooth function of the parameters. Pure states are followed on kets unless density operators are asked for.
 *
 * Throws for equations that depend on time, for those that cannot be watched so, and for those that leave the frame.
 */
export function clickProcess(
  model: Model,
  by: Detection | Reading,
  frame: ClickFrame | null = null,
  on: "cheapest" | "densities" = "cheapest",
): ClickProcess {
  const { variants, variantOf } = variantsOf(model, by.feedback);
  const equations = variants.map((variant) => clickingEquation(variant, by));
  const [{ system, outcomes }] = equations;
  if (equations.some((other) => other.outcomes.length !== outcomes.length))
    throw wrongValue("feedback.set", "leave the detectors as they are", null, "", "it changes their number");
  const then = consequences(by.feedback, by.kind === "jumps" ? (by.feedback?.detectors ?? []) : outcomes, outcomes, system);
  const done = then.operations.flat().map((K): Term => ({ left: K, right: K, re: 1, im: 0, group: 0 }));
  const all = [...equations.flatMap(({ reach }) => reach), ...done];
  const sector = frame?.sector ?? discoverSector(all, system.dimension, [withoutZeros(model.initial)], { coordinates: MOST });
  const pure =
    on === "cheapest" &&
    then.filter === null &&
    equations[0].pure !== null &&
    then.memories === 1 &&
    then.operations.every((kraus) => kraus.length === 1);
  const ket = pure ? pureState(model.initial) : null;
  if (!sector || sector.count * then.memories > MOST)
    throw new RunFailure(`Clicks are followed on at most ${MOST} coordinates of the state, and this model has more. Use fewer levels.`);
  const byMemory = Array.from({ length: then.memories }, (_, memory) => equations[variantOf(memory)]);
  const one = denseFunctional(expectationFunctionals(sector, identity(system)).re, sector.count);
  const trace = onEveryBlock(one, then.memories);
  if (frame && (frame.amplitudes === null) !== (ket === null)) throw internalFault("A process of kets is none of density operators.");
  const made = ket
    ? onKets(equations[0], ket, then, frame?.amplitudes ?? null)
    : onDensities(byMemory, then, model.initial, { sector, trace, centre: frame === null });
  const memories = then.memories === 1 ? "" : ` and ${then.memories} memories`;
  const what = made.amplitudes
    ? `kets of ${made.amplitudes.count} amplitudes`
    : `density operators of ${sector.count} coordinates${memories}`;
  const [each, when] = by.kind === "jumps" ? ["detector", "clicks"] : ["outcome", "arrivals"];
  return {
    kind: "clicks",
    space: system,
    sector,
    outcomes,
    trace,
    memories: then.memories,
    about: `${outcomes.length} ${outcomes.length === 1 ? each : `${each}s`} on ${what}, exact times of ${when}`,
    ...made,
  };
}

/** The map of a click of detector m, for a state before it. */
export function clickOf({ clicks, chances, filter }: ClickProcess, m: number, x: Float64Array): SparseReal {
  if (!filter) return clicks[m];
  const acts = dot(filter.readings[m], x) > filter.above * dot(chances[m] as Float64Array, x);
  return clicks[acts ? chances.length + m : m];
}

type Made = Pick<ClickProcess, "n" | "start" | "A" | "shift" | "clicks" | "chances" | "amplitudes" | "filter">;

/** 𝒩 between clicks, F𝒥 at them. */
function onDensities(
  byMemory: readonly ClickingEquation[],
  then: ClickConsequences,
  rho: Operator,
  { sector, trace, centre }: { readonly sector: Sector; readonly trace: Float64Array; readonly centre: boolean },
): Made {
  const followed = (terms: readonly Term[], kraus: readonly Operator[] | null): readonly Term[] =>
    kraus === null
      ? terms
      : kraus.flatMap((K) =>
          terms.map((term): Term => {
            const left = times(K, term.left);
            return { ...term, left, right: term.right === term.left ? left : times(K, term.right) };
          }),
        );
  const matrix = (list: readonly Term[]): SparseReal =>
    list.length === 0
      ? { n: sector.count, rowStart: new Int32Array(sector.count + 1), columns: new Int32Array(0), values: new Float64Array(0) }
      : matrixGroup(lowerTerms({ terms: list, groups: ["all"], weights: [1] }, sector), 0);
  const whole = (blocks: readonly Block[]): SparseReal =>
    byMemory.length === 1 ? blocks[0].matrix : ofBlocks(sector.count, byMemory.length, blocks);
  const between = byMemory.map((equation, memory): Block => ({ from: memory, to: memory, matrix: matrix(equation.between) }));
  const clicks = byMemory[0].outcomes.map((_, m) =>
    whole(
      byMemory.map((equation, from): Block => {
        const { next, kraus } = then.after(from, m);
        return { from, to: next, matrix: matrix(followed(equation.clicks[m], kraus)) };
      }),
    ),
  );
  const n = sector.count * byMemory.length;
  const start = new Float64Array(n);
  start.set(toCoordinates(sector, withoutZeros(rho)));
  const A = whole(between);
  const shifted = centre ? centred(A) : { A, shift: 0 };
  const chances = clicks.map((map) => functionalOf(map, trace));
  if (!then.filter) return { n, start, ...shifted, clicks, chances, amplitudes: null, filter: null };
  const { observable, above, kraus } = then.filter;
  const read = denseFunctional(expectationFunctionals(sector, observable).re, sector.count);
  const acted = byMemory[0].clicks.map((terms) => matrix(followed(terms, kraus)));
  const filter = { readings: clicks.map((map) => functionalOf(map, read)), above };
  return { n, start, ...shifted, clicks: [...clicks, ...acted], chances, amplitudes: null, filter };
}

/** −iH − ½ΣγL†L between clicks, √γ UL at them, on (Re ψ, Im ψ). */
function onKets({ pure }: ClickingEquation, ket: Float64Array, then: ClickConsequences, frame: Amplitudes | null): Made {
  const { H, jumps } = pure as NonNullable<typeof pure>;
  const losses = jumps.map(({ L, rate }) => scale(times(dag(L), L), rate));
  const G = plus(scale(H, 0, -1), ...losses.map((loss) => scale(loss, -0.5)));
  const clicks = jumps.map(({ L, rate }, m) => {
    const { kraus } = then.after(0, m);
    return scale(kraus ? times(kraus[0], L) : L, Math.sqrt(rate));
  });
  const reached = Amplitudes.reached(ket, [G, ...clicks]);
  if (frame && !frame.hold(reached)) throw internalFault("The equation reaches amplitudes that are not in the frame.");
  const amplitudes = frame ?? reached;
  const { A, shift } = frame ? { A: frame.matrix(G), shift: 0 } : amplitudes.centred(G);
  return {
    n: 2 * amplitudes.count,
    start: amplitudes.pick(ket),
    A,
    shift,
    clicks: clicks.map((L) => amplitudes.matrix(L)),
    chances: losses,
    amplitudes,
    filter: null,
  };
}

/** M − shift·1 with the shift that halves the diagonal's range. */
function centred(M: SparseReal): { readonly A: SparseReal; readonly shift: number } {
  const diagonal = new Float64Array(M.n);
  for (let r = 0; r < M.n; r++) for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (M.columns[e] === r) diagonal[r] = M.values[e];
  // every row needs its diagonal entry to be shifted: rows without one have 0 there, and so no shift
  const all = diagonal.every((value) => value !== 0);
  const shift = all ? (diagonal.reduce((a, b) => Math.max(a, b)) + diagonal.reduce((a, b) => Math.min(a, b))) / 2 : 0;
  if (shift === 0) return { A: M, shift };
  const values = M.values.slice();
  for (let r = 0; r < M.n; r++) for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (M.columns[e] === r) values[e] -= shift;
  return { A: { ...M, values }, shift };
}

/** (Re ψ, Im ψ) of a pure state; null for a mixed one, or where it is too large to look. */
function pureState(rho: Operator): Float64Array | null {
  const d = rho.dimension;
  if (d > MOST_KET) return null;
  const purity = rho.values.reduce((sum, value) => sum + value * value, 0);
  if (Math.abs(purity - 1) > 1e-12) return null;
  const out = new Float64Array(2 * d);
  if (rho.count === 1) {
    // a basis state needs no eigenvectors
    rho.forEach((i) => {
      out[i] = 1;
    });
    return out;
  }
  const { vectors } = eigh(rho.toMatrix());
  for (let i = 0; i < d; i++) {
    out[i] = vectors.data[2 * (i * d + d - 1)];
    out[d + i] = vectors.data[2 * (i * d + d - 1) + 1];
  }
  return out;
}

/** The coordinates of a normalised state, whatever its memory; `x` holds states with `stride` numbers from one entry to the next. */
export function normalisedCoordinates(
  { amplitudes, sector, memories }: ClickProcess,
  x: Float64Array,
  weight: number,
  out: Float64Array,
  stride = 1,
  lane = 0,
): Float64Array {
  if (amplitudes) amplitudes.density(sector, x, stride, lane, weight, out);
  else {
    const n = sector.count;
    for (let q = 0; q < n; q++) {
      let sum = x[q * stride + lane];
      for (let memory = 1; memory < memories; memory++) sum += x[(memory * n + q) * stride + lane];
      out[q] = sum / weight;
    }
  }
  return out;
}
