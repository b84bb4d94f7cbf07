/** The half of the library that needs Node: threads. Everything of `ancilla` works beside it. */
export { cores, type NodeThreadOptions, nodeThreads } from "./ensembles/node.ts";
