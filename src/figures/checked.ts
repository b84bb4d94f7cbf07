/** Checks of what callers hand over to be drawn. */
import { wrongKind } from "../errors.ts";
import { aBoolean, aName, aNumber, type Check, checkOptions, listOf, nullOr, type OptionChecks, oneOf, optionsOf } from "../options.ts";
import type { Bar, Cell, Panel, Rule, Series } from "./figure.ts";

/** A text, which may be empty. */
export const aText: Check = (argument, value) => {
  if (typeof value !== "string") throw wrongKind(argument, "be a text", value);
};
/** A number; one that is not finite is a gap. */
const aValue: Check = (argument, value) => {
  if (typeof value !== "number") throw wrongKind(argument, "be a number", value);
};
const gaps = listOf("numbers", nullOr(aValue));
const texts = listOf("names", aText);
const scale = oneOf("linear", "log");
const range: Check = (argument, value) => {
  listOf("numbers", aNumber())(argument, value);
  if ((value as readonly number[]).length !== 2) throw wrongKind(argument, "be two numbers, from and to", value);
};

const series: OptionChecks<Series> = {
  name: aText,
  x: listOf("numbers", aValue),
  y: gaps,
  lower: gaps,
  upper: gaps,
  style: oneOf("line", "dashed", "dots"),
  marked: aBoolean,
  group: aText,
};
const cell: OptionChecks<Cell> = { x: aValue, y: aValue, value: nullOr(aValue) };
const bar: OptionChecks<Bar> = { from: aValue, to: aValue, height: aValue, group: aText };
const rule: OptionChecks<Rule> = { axis: oneOf("x", "y"), at: aNumber(), label: aText };

const panel: OptionChecks<Panel> = {
  id: aName,
  title: aText,
  xLabel: aText,
  yLabel: aText,
  xScale: scale,
  yScale: scale,
  xDomain: range,
  yDomain: range,
  xNames: texts,
  yNames: texts,
  series: listOf("curves", optionsOf<Series>(series, { required: ["name", "x", "y"] })),
  cells: listOf("cells", optionsOf<Cell>(cell, { required: ["x", "y"] })),
  cellLabel: aText,
  cellScale: oneOf("sequential", "diverging"),
  cellDomain: range,
  cellNames: texts,
  gaps: oneOf("hatched"),
  gapName: aText,
  square: aBoolean,
  rules: listOf("lines", optionsOf<Rule>(rule, { required: ["axis", "at"] })),
  bars: listOf("bars", optionsOf<Bar>(bar, { required: ["from", "to", "height"] })),
  caption: aText,
};

/** Check a panel. Throws a TypeError or RangeError that names what is wrong in it. */
export const requirePanel: Check = (argument, value) => {
  const required = ["id", "title", "xLabel", "yLabel", "series"];
  const { series: curves } = checkOptions<Panel>(argument, value, panel, { required, prefix: `${argument}.` });
  for (const [k, { x, ...columns }] of curves.entries()) {
    for (const name of ["y", "lower", "upper"] as const) {
      const column = columns[name];
      if (column !== undefined && column.length !== x.length)
        throw wrongKind(`${argument}.series[${k}].${name}`, `have one value for each of the ${x.length} in \`x\``, column);
    }
  }
};

/** Check a picture. Throws a TypeError for what `drawSvg` cannot have returned. */
export function requireSvg(svg: unknown): void {
  const remedy = "Give what `drawSvg` returns.";
  if (typeof svg !== "string" || !/<svg[\s>]/.test(svg)) throw wrongKind("svg", "be a picture as SVG text", svg, remedy);
}
