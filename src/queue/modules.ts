/** Which code a worker may load: none that a queue names, unless the worker's owner named the same URL. */
import { RunFailure, wrongValue } from "../errors.ts";

/** A module must be a file of the machine itself: what `data:` and `http:` bring is code that somebody else wrote. */
export function checkModuleUrl(argument: string, url: string): string {
  if (/^file:\/\//i.test(url) && URL.canParse(url)) return url;
  const remedy = "Put the module where every machine has it, such as file:///opt/models/mine.js.";
  throw wrongValue(argument, "be the URL of a file", url, remedy);
}

/** Refuse a job whose module is not, letter by letter, one of those that the worker allows. */
export function requireAllowed(module: string | null, allowed: readonly string[]): void {
  if (module === null || (allowed.includes(module) && /^file:\/\//i.test(module))) return;
  const shown = module.length > 120 ? `${module.slice(0, 117)}…` : module;
  throw new RunFailure(`The ensemble wants the module "${shown}", which this worker does not allow (--allow-module).`);
}
