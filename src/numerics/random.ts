/** Counter-based random numbers for those who stand above numerics: what noise draws from. */
export { type Counter, type Key, type LaneDraws, laneDraws, MAX_STEPS } from "../../bindings/random.ts";
