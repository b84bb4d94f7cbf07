import { figures as atoms } from "./atoms.ts";
import type { Figure } from "./figure.ts";
import { figures as phaseonium } from "./phaseonium.ts";
import { figures as rotor } from "./rotor.ts";

/** Every figure of every paper, in the papers' order. */
export const figures: readonly Figure[] = [...phaseonium, ...rotor, ...atoms];
