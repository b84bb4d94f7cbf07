/** Where the texts of a picture lie, as rectangles: by the widths that the pictures themselves are laid out with. */
import { textWidth } from "../../src/figures/text.ts";

export interface TextBox {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All texts of an SVG picture of this project. */
export function textBoxes(svg: string): readonly TextBox[] {
  const boxes: TextBox[] = [];
  const moves: (readonly [number, number])[] = [];
  const pattern = /<g\b([^>]*)>|<\/g>|<text\b([^>]*)>(.*?)<\/text>/g;
  for (const [whole, group, attributes, content] of svg.matchAll(pattern)) {
    if (whole === "</g>") moves.pop();
    else if (group !== undefined) {
      const by = /translate\(([-\d.]+),([-\d.]+)\)/.exec(group);
      moves.push(by ? [Number(by[1]), Number(by[2])] : [0, 0]);
    } else boxes.push(boxOf(attributes, content, moves));
  }
  return boxes;
}

function boxOf(attributes: string, content: string, moves: readonly (readonly [number, number])[]): TextBox {
  const number = (name: string): number => Number(new RegExp(`\\b${name}="([-\\d.]+)"`).exec(attributes)?.[1] ?? Number.NaN);
  const text = content
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
  const size = number("font-size");
  const length = textWidth(text, size) * 0.9; // widths are a little generous
  const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? "start";
  const before = { start: 0, middle: length / 2, end: length }[anchor] as number;
  const [dx, dy] = moves.reduce(([x, y], [a, b]) => [x + a, y + b], [0, 0]);
  const [x, y] = [number("x") + dx, number("y") + dy];
  if (attributes.includes("rotate(-90")) return { text, x: x - size * 0.75, y: y + before - length, width: size * 0.9, height: length };
  return { text, x: x - before, y: y - size * 0.75, width: length, height: size * 0.9 };
}

/** Pairs of texts that lie on each other, and texts that leave the picture. */
export function collisionsIn(svg: string): readonly string[] {
  const [, width, height] = (/<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const boxes = textBoxes(svg);
  const wrong: string[] = [];
  boxes.forEach((a, k) => {
    if (!(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height)) wrong.push(`"${a.text}" leaves the picture`);
    for (const b of boxes.slice(k + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      if (!apart) wrong.push(`"${a.text}" lies on "${b.text}"`);
    }
  });
  return wrong;
}
