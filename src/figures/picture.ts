import { optional } from "../files/optional.ts";

/** Where the fonts of the pictures are, once looked for; null when the package is not installed. */
let fontFiles: readonly string[] | null | undefined;

async function fonts(): Promise<readonly string[] | null> {
  if (fontFiles !== undefined) return fontFiles;
  const { createRequire } = await import("node:module");
  try {
    fontFiles = [createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf")];
  } catch {
    fontFiles = null;
  }
  return fontFiles;
}

/**
 * Turn an SVG picture into a PNG file's bytes, twice as many pixels as the SVG has units.
 *
 * The text is set in DejaVu Sans from the package dejavu-fonts-ttf where it is installed (the same picture on every machine), else
 * in a font of the system. Needs @resvg/resvg-js; throws `MissingPackage` with the command that installs what is missing.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await optional("@resvg/resvg-js", "Writing PNG files", () => import("@resvg/resvg-js"));
  const files = await fonts();
  const font = files
    ? { loadSystemFonts: false, fontFiles: [...files], defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" }
    : { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: 2 }, background: "white" }).render().asPng();
}
