/** The picture that stands in the page before any script runs: the first model's curves, drawn when the lab is built (scripts/first-picture.ts). */
import type { ComponentChild } from "preact";
import { dark, light, type Theme } from "./draw/theme.ts";
import { describe } from "./engine/describe.ts";
import { runOf } from "./engine/run.ts";
import { steadyOf } from "./engine/steady.ts";
import { prepare } from "./engine/subject.ts";
import { texts } from "./gallery/texts.ts";
import { askOf } from "./state/ask.ts";
import { time } from "./views/time/index.tsx";
import type { Lab } from "./views/view.ts";

/** Of the model that opens where no other is asked for. */
const NAME = "thermalising-qubit";

/** Collisions from one point to the next: as smooth to the eye as all of them, in fewer bytes. */
const EVERY = 16;

/** Colours of both faces: the browser takes those of its own. */
const both: Theme = {
  ...light,
  ...Object.fromEntries(
    (["ground", "ink", "muted", "grid", "accent", "warn", "fill", "hatch"] as const).map((name) => [name, pair(light[name], dark[name])]),
  ),
  lines: light.lines.map((line, k) => pair(line, dark.lines[k] as string)),
};

function pair(day: string, night: string): string {
  return `light-dark(${day}, ${night})`;
}

/** The title of the model, and its curves at a size. */
export async function firstPicture(size: {
  readonly width: number;
  readonly height: number;
}): Promise<{ readonly title: string; readonly picture: ComponentChild }> {
  const carried = texts.get(NAME) as { readonly text: string; readonly file: string };
  const source = { kind: "document", ...carried, values: {}, carried: true } as const;
  await prepare(source);
  const facts = describe({ source });
  const run = askOf(facts);
  const values = Object.fromEntries(facts.parameters.map(({ name, opened }) => [name, opened]));
  const lab = {
    present: { source, run, opened: source },
    facts,
    values,
    run,
    cursor: null,
    noise: {},
    swept: { x: null, y: null },
    own: {},
  };
  const answered = (answer: unknown) => ({ answer, refused: null, answeredKey: "", askedKey: "" });
  const answers = {
    run: answered(runOf({ source, length: { ...run.length, saveEvery: EVERY }, observe: run.observe, large: false })),
    steady: answered(steadyOf({ source, observe: run.observe })),
  };
  return { title: facts.title, picture: time.picture({ lab: lab as unknown as Lab, answers: answers as never, size, theme: both }) };
}
