/** The border to the binary: every export, once. `test/bindings/table.test.ts` compares it with the compiled module and its sources. */
import { dense } from "./dense.ts";
import { eigen } from "./eigen.ts";
import { exchange } from "./exchange.ts";
import { flow } from "./flow.ts";
import { maps } from "./maps.ts";
import { random } from "./random.ts";
import { memory, scalar } from "./scalar.ts";
import type { Call } from "./signature.ts";
import { sparse } from "./sparse.ts";
import { trajectories } from "./trajectories.ts";

export const table = {
  ...dense,
  ...eigen,
  ...exchange,
  ...flow,
  ...maps,
  ...memory,
  ...random,
  ...scalar,
  ...sparse,
  ...trajectories,
} as const;

/** The kernels as typed functions. */
export type Kernels = { readonly [Name in keyof typeof table]: Call<(typeof table)[Name]> };
