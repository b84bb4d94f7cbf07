/** Documents that the lab carries, by name: the examples of the package. The first one is there at once. */
import thermalisingQubit from "../../../examples/thermalising-qubit.json?raw";

export interface CarriedText {
  readonly text: string;
  readonly file: string;
}

export const texts = new Map<string, CarriedText>([["thermalising-qubit", { text: thermalisingQubit, file: "thermalising-qubit.json" }]]);

let loading: Promise<void> | null = null;

/** All of them. */
export function loadTexts(): Promise<void> {
  loading ??= import("./more-texts.ts").then(({ moreTexts }) => {
    for (const [name, text] of moreTexts) texts.set(name, text);
  });
  return loading;
}
