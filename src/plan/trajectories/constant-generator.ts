/** Master equations that trajectories run on. */
import { isTimeFunction } from "../../dynamics/coefficient.ts";
import type { Generator } from "../../dynamics/generator.ts";
import { wrongValue } from "../../errors.ts";
import type { Model } from "../../models/model.ts";

/** The model's generator, which must not depend on time. `what` happens to it: "its jumps to be watched". */
export function constantGenerator({ dynamics }: Model, by: string, what: string): Generator {
  if (dynamics.kind !== "generator")
    throw wrongValue("by", "measure units of a collision model", null, "Write measured({ observable }).", by);
  if (dynamics.hamiltonian.some(({ coefficient }) => isTimeFunction(coefficient)))
    throw wrongValue("model", `not depend on time for ${what}`, null, "", "its Hamiltonian does");
  if (dynamics.dissipators.some(({ rate }) => isTimeFunction(rate)))
    throw wrongValue("model", `have constant rates for ${what}`, null, "", "some depend on time");
  return dynamics;
}
