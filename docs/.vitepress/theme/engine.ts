/** What of the library the home page computes with: a chunk of its own, which comes last. */
export { phaseonium, plan, run } from "ancilla";
