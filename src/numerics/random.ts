/** Counter-based random numbers for those who stand above numerics: what noise draws from. */
export { type Counter, type Key, type LaneDraws, laneDraws } from "../../bindings/random.ts";
