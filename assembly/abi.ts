/**
 * Constants shared by both sides of the border; compiles under AssemblyScript and TypeScript alike.
 *
 * Two-valued enums instead of booleans, so that a call reads without its declaration.
 */

/** How an operand enters a product. */
export enum Op {
  None = 0,
  ConjugateTranspose = 1,
}

/** What a kernel does with what its output held before. */
export enum Write {
  Replace = 0,
  Add = 1,
}

/** What is promised of a result; a promise lets one triangle be computed and mirrored. */
export enum Symmetry {
  General = 0,
  Hermitian = 1,
}

/** Largest number of realisations that run side by side. */
export const MAX_LANES = 8;

/** Largest number of steps whose random numbers are drawn at once. */
export const MAX_STEPS = 32;

/** Values in the room of the random kernels: as many as can be drawn at once, and what the last four lanes have beyond them. */
export const RANDOM_ROOM = MAX_STEPS * MAX_LANES + MAX_LANES;
