/** Pictures of a model document: its own sweep or run, drawn as its `figure` section says. */
import { askedModel } from "./asked.ts";
import { UsageError } from "./failure.ts";
import { runAsked } from "./run.ts";
import type { Sections, SweepSection } from "./sections.ts";
import { sweepAsked } from "./sweep.ts";
import type { DeliveryOptions } from "./target.ts";

/** Compute and draw what a document's sections ask for; files go where `--out` says, in all forms that pictures have. */
export async function drawDocument(word: string, options: DeliveryOptions): Promise<void> {
  const asked = await askedModel(word);
  const { json, out, force, format = ["csv", "json", "svg", "png"] } = options;
  const delivery = { ...(json ? { json } : {}), ...(out === undefined ? {} : { out }), ...(force ? { force } : {}), format };
  if (isSwept(asked.sections)) return sweepAsked(asked, delivery);
  if (asked.sections.run) return runAsked(asked, delivery);
  throw new UsageError(
    `The document "${word}" has no run and no sweep to draw. Add a section, or use \`ancilla run\` or \`sweep\` with --format svg.`,
  );
}

/** A sweep is drawn where the figure is over its parameter, or where there is nothing else. */
function isSwept({ sweep, run, figure }: Sections): boolean {
  if (!sweep) return false;
  const names = ([sweep].flat() as readonly SweepSection[]).map(({ over }) => over);
  return run === undefined || (figure?.x !== undefined && names.includes(figure.x));
}
