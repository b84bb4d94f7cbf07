/** What is read of conditional states side by side: rates of clicks, expectation values, coordinates; on kets or on density operators. */
import { quadraticForms } from "../../../bindings/trajectories.ts";
import { type F64Pointer, type Scope, window64 } from "../../numerics/memory.ts";
import type { Operator } from "../../operators/operator.ts";
import { onEveryBlock } from "../../plan/trajectories/click-feedback.ts";
import { type ClickProcess, normalisedCoordinates } from "../../plan/trajectories/click-process.ts";
import type { KetForm } from "../../plan/trajectories/ket-amplitudes.ts";
import type { SavedState, TrajectoryRequest } from "../../plan/trajectories/trajectory-request.ts";
import { denseFunctional } from "../../sectors/layout.ts";
import { expectationFunctionals, type Functional } from "../../sectors/matrices.ts";
import { bindFunctionals } from "../functionals.ts";

/** Readings of states in lanes, not normalised. */
export interface ClickStates {
  /** Rates of clicks of the states at x, [detector][lane], behind them the readings of a rule on the state; valid until the next call. */
  chances(x: F64Pointer): Float64Array;
  /** Read what is to be saved of the states at x. */
  look(x: F64Pointer): void;
  /** What `look` saw in a lane, divided by its weight. */
  at(lane: number, weight: number, counts: ArrayLike<number>): SavedState;
}

/** Values of all functionals of the states at x, [functional][lane], in place until the next call. */
type Evaluate = (x: F64Pointer) => Float64Array;

/** Bind the readings of a process of clicks. */
export function bindClicks(scope: Scope, { process: given, operators }: TrajectoryRequest, lanes: number): ClickStates {
  const process = given as ClickProcess;
  const { amplitudes, chances, sector, n } = process;
  const clicks = amplitudes
    ? bindForms(
        scope,
        (chances as readonly Operator[]).map((L) => amplitudes.form(L)),
        amplitudes.count,
        lanes,
      )
    : bindFunctionals(scope, [...(chances as readonly Float64Array[]), ...(process.filter?.readings ?? [])].map(sparse), lanes);
  const expected = amplitudes
    ? bindForms(
        scope,
        operators.flatMap((A) => bothParts(amplitudes.form(A))),
        amplitudes.count,
        lanes,
      )
    : bindFunctionals(
        scope,
        operators.flatMap((A) => bothFunctionals(process, A)),
        lanes,
      );
  let seen: Float64Array = new Float64Array(0);
  let from = 0 as F64Pointer;
  const coordinates = new Float64Array(sector.count);
  // one state for all that are saved: each is read during the call that brings it
  let [lane, weight] = [0, 1];
  let counts: ArrayLike<number> = [];
  const state: SavedState = {
    expectations(into) {
      for (let k = 0; k < into.length; k++) into[k] = seen[k * lanes + lane] / weight;
    },
    counts: () => counts,
    coordinates() {
      const x = window64(from, n * lanes);
      return normalisedCoordinates(process, x, weight, coordinates, lanes, lane);
    },
  };
  return {
    chances: clicks,
    look(x) {
      seen = expected(x);
      from = x;
    },
    at(which, total, seenSoFar) {
      lane = which;
      weight = total;
      counts = seenSoFar;
      return state;
    },
  };
}

const bothFunctionals = ({ sector, memories }: ClickProcess, A: Operator): readonly Functional[] => {
  const { re, im } = expectationFunctionals(sector, A);
  if (memories === 1) return [re, im];
  return [re, im].map((f) => sparse(onEveryBlock(denseFunctional(f, sector.count), memories)));
};

/** Re and Im of ⟨ψ|A|ψ⟩ as real parts of two forms: Im z = Re(−iz). */
function bothParts(form: KetForm): readonly KetForm[] {
  // of a real diagonal there is none
  if (form.rows.every((i, e) => form.columns[e] === i && form.values[2 * e + 1] === 0))
    return [form, { rows: [], columns: [], values: [] }];
  const turned = form.values.map((_, k) => (k % 2 === 0 ? form.values[k + 1] : -form.values[k - 1]));
  return [form, { ...form, values: turned }];
}

function sparse(f: Float64Array): Functional {
  const columns = Int32Array.from(Array.from(f.keys()).filter((q) => f[q] !== 0));
  return { columns, values: Float64Array.from(columns, (q) => f[q]) };
}

/** Put forms into linear memory; values are valid until the next call. */
function bindForms(scope: Scope, forms: readonly KetForm[], half: number, lanes: number): Evaluate {
  const start = new Int32Array(forms.length + 1);
  forms.forEach(({ rows }, f) => {
    start[f + 1] = start[f] + rows.length;
  });
  const [rows, columns] = [scope.i32(forms.flatMap((form) => form.rows)), scope.i32(forms.flatMap((form) => form.columns))];
  const [from, values] = [scope.i32(start), scope.f64(forms.flatMap((form) => form.values))];
  const sums = scope.f64(Math.max(1, forms.length * lanes));
  const copy = new Float64Array(sums.length);
  return (x) => {
    quadraticForms(forms.length, from.pointer, rows.pointer, columns.pointer, values.pointer, half, x, lanes, sums.pointer);
    copy.set(sums.view());
    return copy;
  };
}
