/** The jumps of a master equation with their detectors, and the one jump whose output is a current. */

import { didYouMean, wrongValue } from "../errors.ts";
import { isTimeFunction } from "./coefficient.ts";
import type { Dissipator, Generator } from "./generator.ts";
import type { ByDetector, Current, Detection } from "./measurements.ts";

/** One jump with its detector. */
export interface Detector {
  readonly name: string;
  readonly jump: Dissipator;
  readonly rate: number;
  readonly efficiency: number;
  /** Rate of clicks that no jump causes. */
  readonly background: number;
}

/** The detectors of a master equation. Throws where its jumps cannot be watched one by one. */
export function detectorsOf(generator: Generator, { efficiency, dark }: Detection): readonly Detector[] {
  const { dissipators } = generator;
  if (dissipators.length === 0) throw wrongValue("model", "have jumps to be watched", null, "", "it has no dissipators");
  const names = dissipators.map((jump, k) => {
    const same = dissipators.filter(({ bath }) => bath === jump.bath);
    return same.length === 1 ? jump.bath : `${jump.bath}${dissipators.slice(0, k + 1).filter(({ bath }) => bath === jump.bath).length}`;
  });
  for (const [argument, given] of Object.entries({ efficiency, dark })) {
    if (typeof given === "number") continue;
    for (const name of Object.keys(given))
      if (!names.includes(name)) throw wrongValue(`by.${argument}`, "name detectors", name, didYouMean(name, names));
  }
  const at = (given: ByDetector, name: string, otherwise: number) => (typeof given === "number" ? given : (given[name] ?? otherwise));
  return dissipators.map((jump, k) => {
    const { rate, left, right, bath } = jump;
    if (isTimeFunction(rate) || rate < 0)
      throw wrongValue("model", "have constant rates ≥ 0 for its jumps to be watched", null, "", `those of "${bath}" are not`);
    if (left !== right)
      throw wrongValue("model", "be in Lindblad form for its jumps to be watched", null, "", `bath "${bath}" mixes two jump operators`);
    return { name: names[k], jump, rate, efficiency: at(efficiency, names[k], 1), background: at(dark, names[k], 0) };
  });
}

/** The jump that is measured, and its rate. Throws where it is not one jump of constant rate. */
export function measuredJump({ dissipators, baths }: Generator, { bath }: Current): { readonly jump: Dissipator; readonly rate: number } {
  const own = bath === null ? dissipators : dissipators.filter((jump) => jump.bath === bath);
  const names = Object.keys(baths);
  if (bath !== null && own.length === 0) throw wrongValue("by.bath", "name the bath of a jump", bath, didYouMean(bath, names));
  if (own.length !== 1) {
    const but = `there are ${own.length}`;
    throw wrongValue(bath === null ? "by" : "by.bath", "leave one jump to be measured", null, "Name its bath, one for each jump.", but);
  }
  const [jump] = own;
  if (isTimeFunction(jump.rate) || jump.rate < 0 || jump.left !== jump.right)
    throw wrongValue("model", "have a Lindblad jump of constant rate ≥ 0 to be measured", null, "", `that of "${jump.bath}" is not`);
  return { jump, rate: jump.rate };
}
