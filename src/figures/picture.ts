import { wrongValue } from "../errors.ts";
import { optional } from "../files/optional.ts";
import { requireSvg } from "./checked.ts";
import { fontFile } from "./fonts.ts";

/**
 * Turn an SVG picture into a PNG file's bytes, twice as many pixels as the SVG has units.
 *
 * The text is set in DejaVu Sans from the package dejavu-fonts-ttf where it is installed (the same picture on every machine), else
 * in a font of the system. Needs @resvg/resvg-js; throws `MissingPackage` with the command that installs what is missing.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  requireSvg(svg);
  const { Resvg } = await optional("@resvg/resvg-js", "Writing PNG files", () => import("@resvg/resvg-js"), "dejavu-fonts-ttf");
  const file = await fontFile();
  const font = file
    ? { loadSystemFonts: false, fontFiles: [file], defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" }
    : { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };
  try {
    return new Resvg(svg, { font, fitTo: { mode: "zoom", value: 2 }, background: "white" }).render().asPng();
  } catch (error) {
    throw wrongValue(
      "svg",
      "be a picture that can be drawn",
      null,
      "Give what `drawSvg` returns.",
      `it is not (${(error as Error).message})`,
    );
  }
}
