/** Carries states over times of one period by whatever the plan picks for the equation, bound once for many starts. */
import { auto } from "../methods/method.ts";
import type { Model } from "../models/model.ts";
import { window64 } from "../numerics/memory.ts";
import { once } from "../once.ts";
import type { DerivativeRequest } from "../plan/derivative-request.ts";
import { evolutionRequest } from "../plan/evolution-request.ts";
import type { PeriodCarry } from "../plan/periodic-request.ts";
import { finish, never } from "../work-in-pieces.ts";
import { chooseStepper, planDerivative } from "./evolve.ts";
import { stretchesOf } from "./time-axis.ts";

/** Steps finer than what periodic states are judged by. */
const FINE = { rtol: 1e-11, atol: 1e-13 };

/** How states of a sector are carried to some times. */
export function periodCarrier(model: Model, derivative: DerivativeRequest): (times: readonly number[]) => PeriodCarry {
  const method = auto(FINE);
  const planned = once(() => planDerivative(model, method, derivative));
  return (times) => {
    const { request, flow } = planned();
    const axis = [0, ...times];
    const evolution = evolutionRequest(request, flow, method, axis);
    const stepper = chooseStepper(evolution);
    return {
      name: stepper.name,
      price: stepper.price,
      bind(scope) {
        const bound = stepper.bind(scope);
        const x = scope.f64(evolution.n);
        return (start) => {
          x.view().set(start);
          const states: Float64Array[] = [];
          const save = (_t: number, at: Parameters<typeof window64>[0]): boolean => {
            states.push(window64(at, evolution.n).slice());
            return false;
          };
          for (const stretch of stretchesOf(axis, request.terms().breakpoints)) finish(bound.carry(stretch, x, save, never));
          return states;
        };
      },
    };
  };
}
