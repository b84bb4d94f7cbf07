/** Terms of a tilted map or generator in groups: one group for all terms that the counting fields s and time multiply by the same factor. */
import type { Coefficient } from "../../dynamics/generator.ts";
import type { Term } from "../../dynamics/terms.ts";
import type { Operator } from "../../operators/operator.ts";
import { sameCounts } from "./spectral-basis.ts";

/** What stands before a group beside e^{s·v}. */
export interface GroupMark {
  /** Acts with a factor i. */
  readonly imaginary?: boolean;
  /** A factor Π_f s_f^{d_f}/d_f!: what a continuous current adds. */
  readonly degree?: readonly number[];
  /** A function of time. */
  readonly coefficient?: Coefficient;
  /** What counts add at a time, where that changes: it replaces v. */
  readonly changing?: (t: number) => readonly number[];
  /** Belongs to a field that is 0. */
  readonly absent?: boolean;
}

/** Terms in groups with one vector of counts each. */
export interface TiltedTerms {
  readonly terms: readonly Term[];
  readonly values: readonly (readonly number[])[];
  readonly marks: readonly GroupMark[];
}

/** Collects terms by the counts that they belong to. */
export class TermCollector implements TiltedTerms {
  readonly terms: Term[] = [];
  readonly values: (readonly number[])[] = [];
  readonly marks: GroupMark[] = [];
  private readonly size: number;

  /** `size`: of the largest count, to tell values from rounding. */
  constructor(size: number) {
    this.size = size;
  }

  group(value: readonly number[], mark: GroupMark = {}): number {
    const known = this.values.findIndex((other, k) => sameMark(this.marks[k], mark) && sameCounts(other, value, this.size));
    if (known >= 0) return known;
    this.marks.push(mark);
    return this.values.push(value.map((v) => v || 0)) - 1;
  }

  add(left: Operator, right: Operator, re: number, im: number, value: readonly number[], mark: GroupMark = {}): void {
    if (re === 0 && im === 0) return;
    this.terms.push({ left, right, re, im, group: this.group(value, mark) });
  }
}

function sameMark(a: GroupMark, b: GroupMark): boolean {
  return (
    (a.imaginary ?? false) === (b.imaginary ?? false) &&
    a.degree?.join() === b.degree?.join() &&
    a.coefficient === b.coefficient &&
    a.changing === b.changing
  );
}
