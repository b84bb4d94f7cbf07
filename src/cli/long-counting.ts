/** What `ancilla counting` says on standard error before work that takes long. */
import type { Told } from "../studies/counting/counting.ts";
import { complain } from "./output.ts";
import { duration } from "./progress.ts";

/** Operations in a second of these loops, about, and seconds below which nothing is said. */
const PER_SECOND = 5e8;
const SHORT = 10;

const LESS = {
  cumulants: "Fewer levels, fewer orders or a shorter time take less",
  rates: "Fewer levels take less",
  distribution: "Fewer levels or a shorter time take less, and cumulants alone far less",
};

/** Say what is about to take long, and what would take less. */
export const sayWhatTakesLong: Told = (work, operations) => {
  const seconds = operations / PER_SECOND;
  if (seconds < SHORT) return;
  const subject = work === "distribution" ? "The distribution takes" : `${work[0].toUpperCase()}${work.slice(1)} take`;
  complain(`${subject} about ${operations.toExponential(0)} operations, some ${duration(seconds)} on one core. ${LESS[work]}.`, "");
};
