import { connected } from "./connection.ts";
import type { QueueOptions } from "./place.ts";
import { otherVersions } from "./registry.ts";

/** Versions of the program, other than this one, whose ensembles a queue has. */
export function otherVersionsOf(options: QueueOptions): Promise<readonly string[]> {
  return connected(options.redis, (connection) => otherVersions(connection, options));
}
