/** How the author of a document wants its run drawn: the `figure` section, which a result carries along with the document. */
import type { AnyRecord, ResultRecord } from "../files/record.ts";
import type { Panel } from "./figure.ts";

/** A `figure` section, as far as it is one. */
interface Wish {
  readonly title?: string;
  readonly x?: string;
  readonly y?: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

/** The wish that a result's document states; null where it has none. What is no text, list or truth value is passed over. */
export function wishOf({ document }: AnyRecord): Wish | null {
  const section = (document as { readonly figure?: unknown } | null | undefined)?.figure;
  if (typeof section !== "object" || section === null) return null;
  const found: Record<string, unknown> = {};
  for (const name of ["title", "x", "xLabel", "yLabel"] as const) {
    const value = (section as Record<string, unknown>)[name];
    if (typeof value === "string") found[name] = value;
  }
  for (const name of ["logX", "logY"] as const) {
    const value = (section as Record<string, unknown>)[name];
    if (typeof value === "boolean") found[name] = value;
  }
  const { y } = section as { readonly y?: unknown };
  if (typeof y === "string") found.y = [y];
  if (Array.isArray(y)) found.y = y.filter((name) => typeof name === "string");
  return found;
}

/** The panel of one observable. */
export interface Curve {
  readonly of: string;
  readonly panel: Panel;
}

/** All curves in one panel, which is called `figure`. */
export function inOne(model: string, curves: readonly Curve[]): Panel {
  return {
    ...curves[0].panel,
    id: "figure",
    title: model,
    yLabel: curves.map(({ panel }) => panel.yLabel).join(", "),
    series: curves.flatMap(({ panel }) => panel.series),
  };
}

/**
 * The panels of a result as its author wants them: one panel with the curves that `y` names, under the author's title and labels. A
 * wish for another axis than the result has, or for curves that it does not have, changes nothing.
 */
export function asWished(record: ResultRecord, curves: readonly Curve[]): readonly Panel[] {
  const panels = curves.map(({ panel }) => panel);
  const wish = wishOf(record);
  const axis = { collision: "step", time: "time" }[record.axis.name] ?? record.axis.name;
  if (!wish || panels.length === 0 || (wish.x !== undefined && wish.x !== axis)) return panels;
  const { y } = wish;
  if (!y) return panels.map((panel) => styled(panel, wish));
  const chosen = curves.filter(({ of }) => y.includes(of));
  return chosen.length === 0 ? panels : [styled(inOne(record.model, chosen), wish)];
}

function styled(panel: Panel, { title, xLabel, yLabel, logX, logY }: Wish): Panel {
  return {
    ...panel,
    ...(title === undefined ? {} : { title }),
    ...(xLabel === undefined ? {} : { xLabel }),
    ...(yLabel === undefined ? {} : { yLabel }),
    ...(logX === undefined ? {} : { xScale: logX ? ("log" as const) : ("linear" as const) }),
    ...(logY === undefined ? {} : { yScale: logY ? ("log" as const) : ("linear" as const) }),
  };
}
