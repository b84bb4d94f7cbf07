/** All golden requests. */
import { equationAndObjectRequests } from "./equations.ts";
import { fileRequests } from "./files.ts";
import { measureRequests } from "./measures.ts";
import { modelRequests } from "./models.ts";
import { noiseRequests } from "./noise.ts";
import { routeRequests } from "./routes.ts";
import type { GoldenRequest } from "./table.ts";
import { trajectoryRequests } from "./trajectories.ts";

export const requests: readonly GoldenRequest[] = [
  ...modelRequests,
  ...routeRequests,
  ...measureRequests,
  ...noiseRequests,
  ...fileRequests,
  ...equationAndObjectRequests,
  ...trajectoryRequests,
];
