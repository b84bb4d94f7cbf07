/** Pictures of panels as SVG. */
import { requirePanel } from "./checked.ts";
import { drawerOf, drawPanel, picture } from "./drawing.ts";
import type { Panel } from "./figure.ts";
import { hasGaps } from "./heat.ts";
import { layoutOf } from "./layout.ts";

/**
 * Draw a panel as an SVG picture of publication quality: title, legend above the data, axes with units, caption below.
 *
 * Needs @observablehq/plot and, outside a browser, jsdom; throws `MissingPackage` with the command that installs them.
 */
export async function drawSvg(panel: Panel): Promise<string> {
  requirePanel("panel", panel);
  const drawer = await drawerOf();
  return picture(drawPanel(drawer, panel, layoutOf(panel)), hasGaps(panel));
}
