/** What is wrong with a document, by the pointer of its place; the reader adds file, line and column. */
import { ExpressionFault, type FaultCode } from "./expression/index.ts";

/** Codes of refusals beyond those of expressions. */
export type ProblemCode =
  | FaultCode
  | "syntax"
  | "duplicate"
  | "forbidden"
  | "limit"
  | "version"
  | "missing"
  | "unknown-key"
  | "unknown-name"
  | "cycle"
  | "expression"
  | "hc"
  | "wrong-kind"
  | "wrong-factor"
  | "domain"
  | "structure"
  | "out-of-bounds"
  | "negative-rate"
  | "not-hermitian"
  | "not-a-state"
  | "not-a-channel";

/** One thing that is wrong. */
export interface Problem {
  readonly code: ProblemCode;
  /** JSON pointer (RFC 6901) of the value in the document; "" is the whole. */
  readonly pointer: string;
  /** Place inside the string of an expression, from 1; null where the whole value is meant. */
  readonly character: number | null;
  /** "must …, but …; remedy" without the full stop: what stands after the place in the sentence. */
  readonly says: string;
  readonly expected?: string;
  readonly found?: string;
  readonly nearest?: string;
}

/** Thrown by a check of one value; the caller that knows the pointer collects it. */
export class DocumentFault extends Error {
  constructor(readonly problem: Problem) {
    super(problem.says);
  }
}

/** Everything that is wrong, as it is found: at most twenty are kept. */
export class Problems {
  readonly #found: Problem[] = [];

  get all(): readonly Problem[] {
    return this.#found;
  }

  add(problem: Problem): void {
    if (this.#found.length < 20) this.#found.push(problem);
  }

  /** Do something for the value at a pointer; a fault that it throws is kept, and undefined returned. */
  attempt<T>(pointer: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (error instanceof DocumentFault) this.add(error.problem);
      else if (error instanceof ExpressionFault) this.add(problemOf(error, pointer));
      else throw error;
      return undefined;
    }
  }
}

/** The problem of an expression's fault at its place in the document. */
export function problemOf(fault: ExpressionFault, pointer: string): Problem {
  const { code, character, says, expected, found, nearest } = fault;
  return {
    code,
    pointer,
    character,
    says,
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(nearest === undefined || nearest === null ? {} : { nearest }),
  };
}
