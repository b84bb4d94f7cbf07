/** The implicit method Radau IIA of order 5 on a sector: the three stages of a linear equation are one linear system. */
import { flowCombine } from "../../../bindings/flow.ts";
import { luReal, luRealScratch, luSolveReal } from "../../../bindings/linear.ts";
import { offset, type Scope } from "../../../bindings/memory.ts";
import { RADAU_IIA, type Radau } from "../../methods/stiff.ts";
import { window64 } from "../../numerics/memory.ts";
import type { Stepper } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import { coefficientOf } from "../derivatives/coefficient-values.ts";
import { DoubledSteps, type DoublingOptions, type OneStep } from "./doubled-steps.ts";
import { evolutionPrice, otherAsked } from "./evolution-price.ts";

/** Stiff generators, also with functions of time, on sectors of up to some hundred coordinates. */
export const radauSteps: EvolutionLowering = { name: "radau", fits, bind };

/** Largest sector whose stages are solved together on request. */
const LARGEST = 512;
/** Systems solved for an accepted step: itself and its halves. */
const SOLVES = 3;

function fits(request: EvolutionRequest): Price | Refusal {
  const { method, onSector, n, times } = request;
  if (method.kind === "auto") return { refused: "takes over where steps turn out to be bounded by stability" };
  const other = otherAsked(request, "radau");
  if (other) return other;
  const remedy = "Use `magnus()`.";
  if (!onSector) return { refused: "needs a matrix, which the whole density matrix has not", remedy };
  if (n > LARGEST) {
    return { refused: `the sector has ${n} coordinates`, must: `work on at most ${LARGEST} coordinates when it is radau()`, remedy };
  }
  const wide = 3 * n;
  return evolutionPrice(request, (10 * times.length * SOLVES * 2 * wide * wide * wide) / 3, 8 * wide * wide);
}

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const flow = request.flow.bind(scope);
  const steps = bindRadau(request, request.method as Radau, scope);
  return {
    flow,
    *carry(stretch, x, save, due) {
      return { method: "radau", warnings: [], ...(yield* steps.carry(stretch, x, save, due)) };
    },
  };
}

/** Bind the method to the sector of a request. */
export function bindRadau(request: EvolutionRequest, options: DoublingOptions, scope: Scope): DoubledSteps {
  return new DoubledSteps(scope, request.n, oneStep(request, scope), options, request.meshes());
}

/** The entries of all matrices: their places, once, and a value per group. */
function entriesOf({ derivative }: EvolutionRequest) {
  const { n, groups, rowStart, columns, values } = derivative.matrices();
  const rows = new Int32Array(columns.length);
  const group = new Int32Array(columns.length);
  for (let segment = 0; segment < n * groups; segment++) {
    rows.fill(Math.floor(segment / groups), rowStart[segment], rowStart[segment + 1]);
    group.fill(segment % groups, rowStart[segment], rowStart[segment + 1]);
  }
  return { rows, columns, group, values };
}

/**
 * One step:  (δ_ij − h a_ij L_j) Z = h Σ_j a_ij L_j x,  x₁ = x + Z₃  with L_j at the time of stage j.
 *
 *   system f64[3n][3n]: block (i, j) is δ_ij − h a_ij L_j        right side f64[3][n]
 */
function oneStep(request: EvolutionRequest, scope: Scope): OneStep {
  const { n } = request;
  const terms = request.derivative.terms();
  const { rows, columns, group, values } = entriesOf(request);
  const wide = 3 * n;
  const system = scope.f64(wide * wide);
  const right = scope.f64(wide);
  const pivots = scope.i32(wide).pointer;
  const scratch = scope.f64(luRealScratch()).pointer;
  const one = scope.f64([1]).pointer;
  const result = scope.i32([offset(right.pointer, 2 * n)]).pointer;
  return (time, h, from, to) => {
    const at = RADAU_IIA.c.map((c) => terms.coefficients.map((_, k) => coefficientOf(terms, k, time(c))));
    const state = window64(from, n);
    const matrix = system.view().fill(0);
    const b = right.view().fill(0);
    for (let i = 0; i < wide; i++) matrix[i * (wide + 1)] = 1;
    for (let j = 0; j < 3; j++) {
      const [a0, a1, a2] = [h * RADAU_IIA.a[0][j], h * RADAU_IIA.a[1][j], h * RADAU_IIA.a[2][j]];
      for (let e = 0; e < values.length; e++) {
        const value = at[j][group[e]] * values[e];
        const [r, c] = [rows[e], columns[e]];
        const slope = value * state[c];
        const place = r * wide + j * n + c;
        matrix[place] -= a0 * value;
        matrix[place + n * wide] -= a1 * value;
        matrix[place + 2 * n * wide] -= a2 * value;
        b[r] += a0 * slope;
        b[n + r] += a1 * slope;
        b[2 * n + r] += a2 * slope;
      }
    }
    luReal(wide, system.pointer, wide, pivots, scratch);
    luSolveReal(wide, system.pointer, wide, pivots, right.pointer, 1, scratch);
    flowCombine(n, 1, one, result, from, to);
  };
}
