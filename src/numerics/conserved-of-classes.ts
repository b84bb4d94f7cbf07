/** A basis of the stationary space, and the conserved quantities dual to it, from the classes of a solved structure. */
import type { SolvedClass, StationaryStructure } from "./stationary-structure.ts";

/** Right and left null vectors with left_j · right_k = δ_jk. */
export interface DualBases {
  readonly right: readonly Float64Array[];
  readonly left: readonly Float64Array[];
}

/** One pair for each class that keeps something: what it is alone, carried on to what it feeds and back to what feeds it. */
export function dualBases(structure: StationaryStructure): DualBases {
  const { classes } = structure;
  const keeping = classes.flatMap(({ found }, c) => (found?.right ? [c] : []));
  return { right: keeping.map((c) => rightOf(structure, c)), left: keeping.map((c) => leftOf(structure, c)) };
}

function rightOf({ classes, problem, strong }: StationaryStructure, from: number): Float64Array {
  const { M } = problem;
  const x = new Float64Array(M.n);
  put(classes[from], classes[from].found?.right as Float64Array, x);
  for (let c = from + 1; c < classes.length; c++) {
    const { members, found } = classes[c];
    if (!found || found.right) continue;
    const flow = Float64Array.from(members, (r) => {
      let sum = 0;
      for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) if (strong.of[M.columns[e]] !== c) sum -= M.values[e] * x[M.columns[e]];
      return sum;
    });
    if (flow.some((value) => value !== 0)) put(classes[c], found.inverse(flow), x);
  }
  return x;
}

function leftOf({ classes, problem, strong }: StationaryStructure, from: number): Float64Array {
  const { M, populations } = problem;
  const l = new Float64Array(M.n);
  const { members, found } = classes[from];
  for (const i of members) l[i] = found?.kind === "frozen" ? 1 : populations[i];
  for (let c = from - 1; c >= 0; c--) {
    const part = classes[c];
    if (!part.found || part.found.right) continue;
    const flow = new Float64Array(M.n);
    let any = false;
    for (let r = 0; r < M.n; r++) {
      if (l[r] === 0 || strong.of[r] === c) continue;
      for (let e = M.rowStart[r]; e < M.rowStart[r + 1]; e++) {
        if (strong.of[M.columns[e]] !== c || M.values[e] === 0) continue;
        flow[M.columns[e]] -= M.values[e] * l[r];
        any = true;
      }
    }
    if (any) put(part, part.found.inverseTransposed(Float64Array.from(part.members, (i) => flow[i])), l);
  }
  return l;
}

function put({ members }: SolvedClass, values: Float64Array, into: Float64Array): void {
  members.forEach((index, k) => {
    into[index] = values[k];
  });
}
