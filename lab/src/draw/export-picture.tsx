/**
 * Pictures as files: drawn anew on a white ground, so that they look the same from a dark page, with what they show, its parameters, the
 * version and the link that opens it:
 *
 *   title                      ┐ head
 *   caption                    ┘
 *   the picture of the view
 *   parameters                 ┐ foot
 *   version · link             ┘
 */
import { render, type VNode } from "preact";
import { addressOf } from "../state/begin.ts";
import { labFor } from "../state/computing.ts";
import { save } from "../state/files.ts";
import { answersOf } from "../views/answers-of.ts";
import type { Lab, View } from "../views/view.ts";
import { withTexts } from "./png-texts.ts";
import { light } from "./theme.ts";

const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 14;
const HEAD = 48;
/** Height of a line of the foot, and how many letters fit into it. */
const LINE = 14;
const LETTERS = 112;
/** Lines that parameters may take. */
const MOST = 4;
/** Longer links are in the file whole, and only begun in the picture. */
const LONG = 88;

interface Exported {
  readonly svg: string;
  readonly height: number;
  readonly title: string;
  /** Null where the model cannot be put into a link. */
  readonly link: string | null;
}

/** The picture of a view; null while there is none. */
async function exported(view: View, lab: Lab): Promise<Exported | null> {
  const size = { width: WIDTH, height: HEIGHT };
  const box = document.createElement("div");
  const picture = view.picture({ lab, answers: answersOf(view), size, theme: light });
  const link = await linkHere();
  render(picture as VNode, box);
  const drawn = box.querySelector("svg");
  if (!drawn) return null;
  const { title } = lab.facts;
  const about = drawn.getAttribute("aria-label") ?? "";
  const caption = about.startsWith(`${title}: `) ? about.slice(title.length + 2) : about;
  const tall = Number(drawn.getAttribute("height")) || HEIGHT;
  const made = `ancilla ${__VERSION__}`;
  const foot = [...wrapped(lab.facts.parameters.map(({ name }) => `${name} = ${JSON.stringify(lab.values[name])}`)), ""];
  const height = HEAD + tall + LINE * foot.length + 10;
  const at = (line: number): number => HEAD + tall + LINE * (line + 1);
  const last = `<text x="${LEFT}" y="${at(foot.length - 1)}" font-size="10" fill="${light.muted}">${escaped(`${made}${link ? ` · ${begun(link)}` : ""}`)}</text>`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${light.font.replaceAll('"', "'")}" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(`${caption}. Made with ${made}${link ? `: ${link}` : "."}`)}</desc>`,
    `<rect width="100%" height="100%" fill="${light.ground}"/>`,
    `<text x="${LEFT}" y="20" font-size="14" fill="${light.ink}">${escaped(title)}</text>`,
    `<text x="${LEFT}" y="37" font-size="11" fill="${light.muted}">${escaped(caption)}</text>`,
    `<g transform="translate(0 ${HEAD})">${drawn.innerHTML}</g>`,
    ...foot.slice(0, -1).map((line, k) => `<text x="${LEFT}" y="${at(k)}" font-size="10" fill="${light.muted}">${escaped(line)}</text>`),
    link ? `<a href="${escaped(link)}">${last}</a>` : last,
    "</svg>\n",
  ].join("");
  render(null, box);
  return { svg, height, title, link };
}

/** The link to what is shown, with the version that made it; from a file its name alone, which says nothing of the disk. */
async function linkHere(): Promise<string | null> {
  const hash = await addressOf(true, true);
  if (hash === null) return null;
  const page = location.href.split("#")[0] as string;
  return `${location.protocol.startsWith("http") ? page : page.replace(/^.*\//, "")}${hash}`;
}

function begun(link: string): string {
  return link.length <= LONG ? link : `${link.slice(0, LONG - 40)}… (whole in this file: ${(link.length / 1000).toFixed(1)} kB)`;
}

/** Words in lines; what does not fit into the last one is left out, and said to be. */
function wrapped(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  words.forEach((word, k) => {
    const part = `${word.length > LETTERS ? `${word.slice(0, LETTERS - 2)}…` : word}${k < words.length - 1 ? ", " : ""}`;
    const last = lines.length - 1;
    if (last >= 0 && `${lines[last]}${part}`.length <= LETTERS + 1) lines[last] += part;
    else lines.push(part);
  });
  return lines.length <= MOST ? lines : [...lines.slice(0, MOST - 1), `${lines[MOST - 1]?.slice(0, LETTERS - 12)} and others`];
}

export async function exportSvg(view: View, lab: Lab | null = labFor(view.key)): Promise<boolean> {
  const made = lab && (await exported(view, lab));
  if (!lab || !made) return false;
  save(`${lab.facts.name}-${view.key}.svg`, made.svg, "image/svg+xml");
  return true;
}

export async function exportPng(view: View, lab: Lab): Promise<boolean> {
  const made = await exported(view, lab);
  if (!made) return false;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(made.svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * made.height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) return false;
  const texts = { Title: made.title, Software: `ancilla ${__VERSION__}`, ...(made.link ? { URL: made.link } : {}) };
  save(`${lab.facts.name}-${view.key}.png`, withTexts(new Uint8Array(await blob.arrayBuffer()), texts), "image/png");
  return true;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
