/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import { averageOverTime, classesBesideLevels } from "./average-over-time.ts";
import { classesOfPattern } from "./classes-of-pattern.ts";
import { closedLimit } from "./closed-limit.ts";
import { productsWithMap } from "./products-with-map.ts";

/** Ways to find stationary states. */
export const stationaryLowerings = [closedLimit, productsWithMap, classesOfPattern];

/** Ways to find stationary states of a Hamiltonian alone. */
export const closedSystemLowerings = [closedLimit, averageOverTime, classesBesideLevels];
