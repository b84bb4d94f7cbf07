/** Pictures of a model document: what its sections ask for, the run or sweep drawn as its `figure` section says. */
import { type Asked, askedModel } from "./asked.ts";
import { load } from "./commands.ts";
import { QUESTIONS } from "./document-defaults.ts";
import { UsageError } from "./failure.ts";
import { program } from "./program.ts";
import { runAsked } from "./run.ts";
import type { Sections, SweepSection } from "./sections.ts";
import { sweepAsked } from "./sweep.ts";
import type { DeliveryOptions } from "./target.ts";

/** Compute and draw what a document's sections ask for; files go where `--out` says, in all forms that pictures have. */
export async function drawDocument(word: string, options: DeliveryOptions): Promise<void> {
  const asked = await askedModel(word);
  const { sections } = asked;
  const repeats = sections.steady?.period === undefined ? [] : ["steady"];
  const questions = [...repeats, ...QUESTIONS.filter((name) => sections[name] !== undefined)];
  const curves = sections.run !== undefined || sections.sweep !== undefined;
  if (!curves && questions.length === 0) {
    throw new UsageError(
      `The document "${word}" has no run, no sweep and no other question to draw. Add a section, or use \`ancilla run\` or \`sweep\` with --format svg.`,
    );
  }
  if (options.json && Number(curves) + questions.length > 1) {
    const all = [...(curves ? [isSwept(sections) ? "sweep" : "run"] : []), ...questions];
    throw new UsageError(
      `Option --json prints one object, but the document asks for ${all.join(", ")}. Use \`ancilla ${all.at(-1)} ${word} --json\`.`,
    );
  }
  if (curves) await drawCurves(asked, options);
  for (const name of questions) await ask(name, word, options);
}

const FORMATS: readonly string[] = ["csv", "json", "svg", "png"];

function drawCurves(asked: Asked, { json, out, force, assemble, together, format = FORMATS }: DeliveryOptions): Promise<void> {
  const wanted = Object.fromEntries(Object.entries({ json, force, assemble, together }).filter(([, value]) => value === true));
  const delivery: DeliveryOptions = { ...wanted, ...(out === undefined ? {} : { out }), format };
  return isSwept(asked.sections) ? sweepAsked(asked, delivery) : runAsked(asked, delivery);
}

/** Ask as the command of that name does, with the defaults of the document. */
async function ask(name: string, word: string, { json, out, force, assemble, together, format = FORMATS }: DeliveryOptions): Promise<void> {
  const flags = Object.entries({ json, force, assemble, together }).flatMap(([flag, wanted]) => (wanted ? [`--${flag}`] : []));
  const delivery = [...flags, ...(out === undefined ? [] : ["--out", out])];
  await program(await load([name])).parseAsync([name, word, ...delivery, "--format", format.join(",")], { from: "user" });
}

/** A sweep is drawn where the figure is over its parameter, or where there is nothing else. */
function isSwept({ sweep, run, figure }: Sections): boolean {
  if (!sweep) return false;
  const names = ([sweep].flat() as readonly SweepSection[]).map(({ over }) => over);
  return run === undefined || (figure?.x !== undefined && names.includes(figure.x));
}
