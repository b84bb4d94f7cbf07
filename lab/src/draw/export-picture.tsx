/** Pictures as files: drawn anew on a white ground with their title, so that they look the same from a dark page. */
import { render, type VNode } from "preact";
import { labFor } from "../state/computing.ts";
import { save } from "../state/files.ts";
import { answersOf } from "../views/answers-of.ts";
import type { Lab, View } from "../views/view.ts";
import { light } from "./theme.ts";

const WIDTH = 720;
const HEIGHT = 440;
const HEAD = 34;
const FOOT = 24;

/** The picture of a view as SVG text; null while there is none. */
function svgText(view: View, lab: Lab): string | null {
  const size = { width: WIDTH, height: HEIGHT };
  const box = document.createElement("div");
  render(view.picture({ lab, answers: answersOf(view), size, theme: light }) as VNode, box);
  const svg = box.querySelector("svg");
  if (!svg) return null;
  const moved = lab.facts.parameters.map(({ name }) => `${name} = ${JSON.stringify(lab.values[name])}`).join(", ");
  const inner = svg.innerHTML;
  const height = HEIGHT + HEAD + FOOT;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${light.font.replaceAll('"', "'")}" font-size="12"><title>${escaped(lab.facts.title)}</title><rect width="100%" height="100%" fill="${light.ground}"/><text x="14" y="22" font-size="14" fill="${light.ink}">${escaped(lab.facts.title)}</text><g transform="translate(0 ${HEAD})">${inner}</g><text x="14" y="${height - 9}" font-size="10" fill="${light.muted}">${escaped(cut(moved))}</text></svg>\n`;
  render(null, box);
  return text;
}

export function exportSvg(view: View, lab: Lab | null = labFor(view.key)): boolean {
  const text = lab && svgText(view, lab);
  if (!lab || !text) return false;
  save(`${lab.facts.name}-${view.key}.svg`, text, "image/svg+xml");
  return true;
}

export async function exportPng(view: View, lab: Lab): Promise<boolean> {
  const text = svgText(view, lab);
  if (!text) return false;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * (HEIGHT + HEAD + FOOT);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) return false;
  save(`${lab.facts.name}-${view.key}.png`, new Uint8Array(await blob.arrayBuffer()), "image/png");
  return true;
}

const cut = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}…` : text);

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
