/** A plan as a result carries it: it prints itself. */
export interface PrintedPlan {
  /** What was planned, line by line. */
  toString(): string;
}

/** A plan that is a text: prints itself, and is still there as `text` where it was cloned. */
export class PlanText {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}
