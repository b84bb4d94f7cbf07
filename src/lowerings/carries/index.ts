/** The list of ways of this folder. A new way is one file and one line here. Where prices are equal the first is taken. */
import { oneByOne } from "./one-by-one.ts";
import { powersOfMap } from "./powers-of-map.ts";

/** Ways to get from one record to the next. */
export const carryLowerings = [oneByOne, powersOfMap];
