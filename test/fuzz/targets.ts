/** What can be fuzzed. Add a target here; `npm run fuzz -- --target NAME --seed S --count N` runs it. */
import { positionalArguments } from "./arguments.ts";
import { commandLine } from "./commandline.ts";
import { optionObjects } from "./options.ts";
import { stationaryStates } from "./stationary.ts";
import type { FuzzTarget } from "./target.ts";

export const targets: readonly FuzzTarget[] = [commandLine, optionObjects, positionalArguments, stationaryStates];
