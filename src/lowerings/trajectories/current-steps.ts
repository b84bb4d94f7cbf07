/** Steps of currents, several trajectories side by side. */
import { currentSteps } from "../../../bindings/trajectories.ts";
import type { Price, Refusal } from "../../plan/price.ts";
import type { CurrentProcess } from "../../plan/trajectories/measured-parts.ts";
import { NEWTON_ROUNDS } from "../../plan/trajectories/normal-series.ts";
import type { TrajectoryLowering } from "../../plan/trajectories/trajectory-request.ts";
import { bindMap } from "../collisions/bound-map.ts";
import { bindCurrents } from "./current-lanes.ts";

/** Currents by maps that polynomials of the increments weight. */
export const stepsOfCurrents: TrajectoryLowering = {
  name: "steps side by side",
  fits({ process, lanes }): Price | Refusal {
    if (process.kind !== "currents") return { refused: "follows currents" };
    const { matrices, order, outcomes } = process;
    const { n, groups, columns } = matrices;
    const flops = 2 * (columns.length + (groups + 2) * n) + 60 * (order + 1) * outcomes.length;
    return { seconds: flops * 2e-10, flops, bytes: 8 * (2 * n * lanes + columns.length * 1.5) };
  },
  bind: (request, scope) =>
    bindCurrents(request, scope, (panels, lanes) => {
      const { matrices, readings, order, outcomes, dt, trace } = request.process as CurrentProcess;
      const map = bindMap(scope, matrices);
      const own = {
        readings: scope.f64(Float64Array.from(readings.flatMap((f) => [...f]))),
        trace: scope.f64(trace),
        room: scope.f64((2 * matrices.groups + 3 * (order + 1)) * lanes),
      };
      const root = Math.sqrt(dt);
      return (count) =>
        currentSteps(
          ...([matrices.n, count, outcomes.length, NEWTON_ROUNDS, order, matrices.groups, map.rowStart, map.columns, map.values] as const),
          ...([own.readings.pointer, own.trace.pointer, root, panels.noise.pointer, own.room.pointer] as const),
          ...([panels.sums.pointer, panels.tally.pointer, panels.x.pointer, panels.y.pointer, lanes] as const),
        );
    }),
};
