/** The classical Runge–Kutta method of order 4 with equal steps between saved times. */
import type { F64Block, F64Pointer, Scope } from "../../../bindings/memory.ts";
import { inside, shortestCell } from "../../dynamics/time-mesh.ts";
import { RunFailure } from "../../errors.ts";
import { RK4, type Rk4 } from "../../methods/rungekutta.ts";
import type { Flow, Stepper, Stretch } from "../../plan/engines.ts";
import type { EvolutionLowering, EvolutionRequest } from "../../plan/evolution-request.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { Due, Work } from "../../work-in-pieces.ts";
import { evolutionPrice, otherAsked, spanOf } from "./evolution-price.ts";
import { ExplicitStages } from "./explicit-stages.ts";
import { plainSteps, stopsOf } from "./stops.ts";

/** Only when asked for: nobody but the user knows the step. */
export const rungeKutta4: EvolutionLowering = { name: "rk4", fits, bind };

/** More steps than these take days, of the smallest model. */
const MOST_STEPS = 1e11;

function fits(request: EvolutionRequest): Price | Refusal {
  const other = otherAsked(request, "rk4");
  if (other) return other;
  const { method, flow, n, times } = request;
  if (method.kind !== "rk4") return { refused: "needs to be given its step: `rk4({ dt })`" };
  const steps = Math.max(Math.ceil(spanOf(request) / method.dt), times.length - 1);
  if (steps > MOST_STEPS) {
    const count = `${steps.toExponential(1)} steps of dt = ${method.dt}, more than ${MOST_STEPS.toExponential(0)}`;
    return { refused: `would take ${count}. Use a larger dt, a shorter run, or \`auto()\`` };
  }
  return evolutionPrice(request, steps * RK4.stages * (flow.price.flops + 2 * n), 0);
}

/** Advance x by `count` steps of length h from t within a stretch. */
type Advance = (t: number, count: number, h: number, x: F64Pointer, stretch: Stretch, due: Due) => Work<void>;

/** Operations of the steps that one call of a kernel takes: others may want to run in between. */
const PIECE = 2e6;

function bind(request: EvolutionRequest, scope: Scope): Stepper {
  const { dt } = request.method as Rk4;
  const flow = request.flow.bind(scope);
  const advance = bindAdvance(flow, scope, Math.max(1, Math.floor(PIECE / (RK4.stages * request.flow.price.flops))));
  let warnings = warningsOf(request, dt);
  return {
    flow,
    *carry(stretch, x, save, due) {
      let t = stretch.from;
      let accepted = 0;
      const said = warnings;
      warnings = [];
      for (const stop of stopsOf(stretch)) {
        const count = Math.max(1, Math.ceil((stop.t - t) / dt - 1e-9));
        const h = (stop.t - t) / count;
        yield* advance(t, count, h, x.pointer, stretch, due);
        accepted += count;
        t = stop.t;
        requireFinite(x, t, `the step dt = ${h} is too large for the rates of this model. Use a smaller dt, or \`auto()\``);
        if (stop.saved && save(t, x.pointer)) return { ...plainSteps("rk4", accepted, true), warnings: said };
      }
      return { ...plainSteps("rk4", accepted, false), warnings: said };
    },
  };
}

/** Fixed steps see nothing between their stages: say so where a coefficient changes within less. */
function warningsOf(request: EvolutionRequest, dt: number): readonly string[] {
  const shortest = shortestCell(request.meshes(), request.derivative.terms().breakpoints);
  if (shortest >= dt) return [];
  const what = `A coefficient changes within ${shortest.toExponential(1)}, which is shorter than the step dt = ${dt}`;
  return [`${what}: parts of it are stepped over. Use a smaller dt, or \`auto()\`.`];
}

function bindAdvance(flow: Flow, scope: Scope, piece: number): Advance {
  if (flow.rk4) {
    const whole = flow.rk4(scope);
    return function* (_t, count, h, x, _stretch, due) {
      for (let done = 0; done < count; done += piece) {
        whole(Math.min(piece, count - done), h, x);
        if (due()) yield;
      }
    };
  }
  const stages = new ExplicitStages(scope, flow.n, RK4.stages);
  const point = scope.f64(flow.n).pointer;
  return function* (t, count, h, x, { from, to }, due) {
    const at = flow.constant ? (time: number) => time : (time: number) => inside(from, to, time);
    for (let i = 0; i < count; i++) {
      evaluate(flow, stages, (c) => at(t + i * h + c * h), h, x, point);
      stages.combine(RK4.b, h, x, x);
      if (due()) yield;
    }
  };
}

/** The stages of one step of length h from x; `timeOf` gives the time of a stage. */
function evaluate(flow: Flow, stages: ExplicitStages, timeOf: (c: number) => number, h: number, x: F64Pointer, point: F64Pointer): void {
  flow.apply(timeOf(0), x, stages.k[0]);
  for (let i = 1; i < RK4.stages; i++) {
    stages.combine(RK4.a[i], h, x, point);
    flow.apply(timeOf(RK4.c[i]), point, stages.k[i]);
  }
}

function requireFinite(x: F64Block, t: number, cause: string): void {
  const view = x.view();
  for (let i = 0; i < view.length; i++) {
    if (!Number.isFinite(view[i])) throw new RunFailure(`The state is no longer finite at t = ${t}: ${cause}.`, { time: t });
  }
}
