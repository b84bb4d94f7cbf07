import type { Command } from "commander";
import { UsageError } from "./failure.ts";
import { names, repeat } from "./words.ts";

/** What reads an option that may be given several times: its values add up. */
const collecting: readonly unknown[] = [repeat, names];

/** Refuse a second value for every option of a command that holds one: the first would be dropped. */
export function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    if (collecting.includes(option.parseArg)) continue;
    let given = 0;
    command.on(`option:${option.name()}`, () => {
      given++;
      if (given === 2) throw new UsageError(`Option ${option.long} is given twice; give it once.`);
    });
  }
}
