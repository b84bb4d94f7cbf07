/** The lanes of the lab: live work that follows the sliders, slower work beside it, long work that grows, sweeps of many points, and what the editor asks. */
import { Crew } from "./crew.ts";
import { Lane } from "./lane.ts";

export const live = new Lane(true);
export const aside = new Lane(true);
export const long = new Lane();
export const typing = new Lane();
export const crew = new Crew();
