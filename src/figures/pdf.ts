/** Pictures as PDF files. */
import { wrongValue } from "../errors.ts";
import { optional } from "../files/optional.ts";
import { aText, requireSvg } from "./checked.ts";
import { fontFile } from "./fonts.ts";

/** Points of a PDF page per unit of a picture: 96 units are an inch. */
const POINTS = 0.75;

/**
 * Turn an SVG picture into a PDF file of one page that fits it: lines and text stay lines and text. No date and nothing random
 * enters, so that one picture has one file.
 *
 * The text is set in DejaVu Sans from the package dejavu-fonts-ttf where it is installed, else in Helvetica, which lacks Greek letters.
 * Needs pdfkit and svg-to-pdfkit; throws `MissingPackage` with the command that installs what is missing.
 */
export async function drawPdf(svg: string, title = ""): Promise<Uint8Array> {
  requireSvg(svg);
  aText("title", title);
  const { default: Document } = await optional("pdfkit", "Writing PDF files", () => import("pdfkit"), "svg-to-pdfkit");
  const { default: addSvg } = await optional("svg-to-pdfkit", "Writing PDF files", () => import("svg-to-pdfkit"));
  const size = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  if (!size) throw wrongValue("svg", "be a picture with a width and a height", null, "Give what `drawSvg` returns.");
  const [width, height] = [Number(size[1]) * POINTS, Number(size[2]) * POINTS];
  const font = await fontFile();
  // The identifier of a file is made of its date and title: a fixed date, which is then hidden from what is written.
  const about = { CreationDate: new Date(0), Producer: "ancilla", Creator: "ancilla", ...(title ? { Title: title } : {}) };
  const page = new Document({ size: [width, height], margin: 0, compress: false, info: about });
  Object.defineProperty(page.info, "CreationDate", { enumerable: false });
  const parts: Uint8Array[] = [];
  page.on("data", (part: Uint8Array) => parts.push(part));
  const whole = new Promise<void>((resolve, reject) => {
    page.on("end", resolve);
    page.on("error", reject);
  });
  if (font) {
    page.registerFont("DejaVu Sans", font);
    drawMarks(page.font("DejaVu Sans") as unknown as Setting);
  }
  addSvg(page, svg, 0, 0, {
    width,
    height,
    fontCallback: () => (font ? "DejaVu Sans" : "Helvetica"),
    warningCallback: () => {},
  });
  page.end();
  await whole;
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What sets text in a page, and how it writes a text: codes of glyphs, and their places. */
interface Setting {
  readonly _font: { encode(text: string): [string[], { readonly advanceWidth: number }[]] };
}

/** Marks above letters (n̄) take no room, and svg-to-pdfkit draws no glyph without a width: here they have one, but no advance. */
function drawMarks({ _font }: Setting): void {
  const encode = _font.encode.bind(_font);
  _font.encode = (text) => {
    const [glyphs, places] = encode(text);
    return [glyphs, places.map((place) => (place.advanceWidth === 0 ? { ...place, advanceWidth: 1 } : place))];
  };
}
