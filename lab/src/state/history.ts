/** Undo and redo over whole states of what the user made: text, values, run. Changes that belong together make one step. */

/** Steps that can be taken back. */
const MOST = 100;
/** Changes of one parameter within this time are one step. */
const TOGETHER = 800;

export class History<S> {
  private readonly back: S[] = [];
  private ahead: S[] = [];
  private mark = { what: "", at: Number.NEGATIVE_INFINITY };

  /**
   * Keep the state before a change.
   * @param what the same word within a moment joins changes: the name of the slider that is dragged
   */
  keep(before: S, what: string, now: number): void {
    const together = what !== "" && what === this.mark.what && now - this.mark.at < TOGETHER;
    this.mark = { what, at: now };
    this.ahead = [];
    if (together) return;
    this.back.push(before);
    if (this.back.length > MOST) this.back.shift();
  }

  /** End a step: the next change begins another, however soon it comes. */
  border(): void {
    this.mark = { what: "", at: Number.NEGATIVE_INFINITY };
  }

  undo(present: S): S | null {
    const before = this.back.pop();
    if (before === undefined) return null;
    this.ahead.push(present);
    this.border();
    return before;
  }

  redo(present: S): S | null {
    const after = this.ahead.pop();
    if (after === undefined) return null;
    this.back.push(present);
    this.border();
    return after;
  }

  get canUndo(): boolean {
    return this.back.length > 0;
  }

  get canRedo(): boolean {
    return this.ahead.length > 0;
  }
}
