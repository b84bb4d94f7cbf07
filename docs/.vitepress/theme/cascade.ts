/** The cascade of the home page: computed once when the site is built, and by the page itself whenever a slider moves. */

/** What the sliders set. */
export interface Setting {
  readonly phi: number;
  readonly alpha: number;
}

/** Where the sliders stand at first. */
export const first: Setting = { phi: 2.404, alpha: 0.25 };
/** What they do not set. */
export const fixed = { cavities: 2, levels: 20, theta: 0.3, T0: 0.6 } as const;
export const steps = 300;
export const saveEvery = 10;

/** Temperatures of both cavities along the collisions, and how many numbers of their density matrix live. */
export interface Cascade {
  readonly curves: readonly (readonly number[])[];
  readonly live: number;
  readonly all: number;
}

type Library = typeof import("../../../src/index.ts");

/** Runs the cascade with the library that is given. */
export function cascade({ phaseonium, plan, run }: Pick<Library, "phaseonium" | "plan" | "run">, at: Setting): Cascade {
  const model = phaseonium({ ...fixed, ...at });
  const { observables } = run(model, { steps, saveEvery, observables: ["T1", "T2"] });
  const { dimension, sector } = plan(model);
  return {
    curves: [observables.T1, observables.T2].map((column) => [...(column as Iterable<number>)]),
    live: sector?.coordinates ?? dimension ** 2,
    all: dimension ** 2,
  };
}

/** The temperature that both tend to: ω/ln(γβ/γα), with γα = 2α² and γβ = β²(1 + cos φ). */
export function limit({ phi, alpha }: Setting): number {
  return 1 / Math.log(((1 - alpha ** 2) * (1 + Math.cos(phi))) / (2 * alpha ** 2));
}
