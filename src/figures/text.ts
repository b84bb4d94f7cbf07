/** Text in pictures: how wide it will be, and where to break it. Widths are those of DejaVu Sans, the font of the pictures. */

/** The fonts of a picture, best first: the first is what PNG files are made with. */
export const fontFamily = "DejaVu Sans, Verdana, Bitstream Vera Sans, sans-serif";

/** Estimate the width of `text` in pixels at `size`, a little generously. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) ems += letterWidth(letter);
  return ems * size;
}

function letterWidth(letter: string): number {
  if (letter >= "\u0300" && letter <= "\u036f") return 0; // marks above letters
  if ("ijl.,:;'|! ()[]".includes(letter)) return 0.36;
  if ("frt/-⟨⟩*·".includes(letter)) return 0.42;
  if ("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉".includes(letter)) return 0.41;
  if ("mwMW%@".includes(letter)) return 0.96;
  return letter >= "A" && letter <= "Z" ? 0.71 : 0.63;
}

/** Break `text` between words into lines no wider than `width`; what stands on both sides of "=" stays together. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ (?<! [=~≤≥] )(?![=~≤≥] )/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

/** `text` inside SVG. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** A line of text as SVG: `anchor` says which end of it, or its middle, stands at x; y is its base line. Nothing where it is empty. */
export function svgText(text: string, x: number, y: number, size: number, anchor: "start" | "middle" | "end", more = ""): string {
  if (!text) return "";
  const place = (value: number): number => Math.round(value * 100) / 100;
  const given = more ? ` ${more}` : "";
  return `<text x="${place(x)}" y="${place(y)}" font-size="${size}" text-anchor="${anchor}"${given}>${escapeXml(text)}</text>`;
}

/** A physics letter with an index, such as C_l1, ω_B or σ_φ, where it stands as a word of its own. */
const indexed = /(?<![\p{L}\d_])(\p{L}\p{M}*)_([\p{L}\d]{1,8})(?![\p{L}\d_])/gu;

/** Set the indices of physics letters in the texts of a picture lower and smaller: C_l1 becomes C with the index l1. */
export function withIndices(svg: string): string {
  return svg.replace(/(<text[^>]*>)([^<]*)(<\/text>)/g, (_, open: string, content: string, close: string) => {
    let raised = "";
    const lowered = content.replace(indexed, (_match, letter: string, index: string) => {
      raised += "</tspan>";
      return `${letter}<tspan dy="0.3em" font-size="75%">${index}</tspan><tspan dy="-0.225em">`;
    });
    return open + lowered + raised + close;
  });
}
