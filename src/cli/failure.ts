import { CommanderError } from "commander";
import { RunFailure } from "../errors.ts";
import { MissingPackage } from "../files/optional.ts";

/** How a command ends; a signal ends it with 128 and its number (`signals.ts`). */
export const exitCode = { done: 0, failed: 1, badInput: 2 } as const;

/** A command line that cannot be understood; its message is one sentence with the remedy. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

/** The exit code of a failure: 2 for what the user can mend in the command, 1 for a run that could not finish. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.badInput;
  if (error instanceof UsageError || error instanceof MissingPackage) return exitCode.badInput;
  if (error instanceof RunFailure) return exitCode.failed;
  return isInputError(error) ? exitCode.badInput : exitCode.failed;
}

/** An error in the project's grammar (or memory refused before the run): the input is wrong, not the run. */
function isInputError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const kind = error instanceof TypeError || error instanceof RangeError;
  return (
    error.name === "OutOfMemory" ||
    error.name === "DocumentError" ||
    (kind && /^(Argument|Model|Operator|State|Space) `/.test(error.message))
  );
}

/** The failure as a sentence for people; an unexpected one keeps its trace for a report. */
export function sentenceOf(error: unknown): string {
  if (error instanceof RunFailure) {
    const where = [error.step === null ? "" : `step ${error.step}`, error.time === null ? "" : `t = ${error.time}`].filter(Boolean);
    return `The run failed${where.length ? ` at ${where.join(", ")}` : ""}: ${error.message}`;
  }
  const stopped = (error as { readonly name?: string } | null)?.name === "AbortError";
  const expected = stopped || error instanceof UsageError || error instanceof MissingPackage || isInputError(error);
  if (expected || !(error instanceof Error)) return error instanceof Error ? error.message : String(error);
  return process.env.ANCILLA_TRACE ? (error.stack ?? error.message) : `${error.name}: ${error.message} (ANCILLA_TRACE=1 shows where.)`;
}

/** The failure as sentences: one, or all that is wrong with a document. */
export function sentencesOf(error: unknown): readonly string[] {
  const { name, problems } = error as { readonly name?: string; readonly problems?: readonly { readonly message: string }[] };
  return name === "DocumentError" && problems ? problems.map(({ message }) => message) : [sentenceOf(error)];
}
