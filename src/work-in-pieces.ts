/** Work that can be left between two pieces and gone on with: the same steps in the same order, whoever runs in between. */

/** Whether it is time to let others run. */
export type Due = () => boolean;

/** Work in pieces: it yields where it may be left, and returns its result. */
export type Work<R> = Generator<void, R>;

/** Nobody else wants to run. */
export const never: Due = () => false;

/** Carry work out without leaving it. */
export function finish<R>(work: Work<R>): R {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
