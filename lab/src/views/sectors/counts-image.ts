/** A large density matrix as a picture of 256 × 256 pixels: the largest element of each, or whether any may live. */
import { css } from "../../draw/colour-maps.ts";
import type { Theme } from "../../draw/theme.ts";
import type { SectorsAnswer } from "../../engine/sectors.ts";
import { sizeMap } from "./index.tsx";

const PIXELS = 256;

export function countsImage({ dimension, rows, columns, sizes }: SectorsAnswer, theme: Theme): string {
  const side = Math.min(PIXELS, dimension);
  const largest = new Float64Array(side * side).fill(-1);
  const put = (i: number, j: number, size: number): void => {
    const at = Math.floor((i * side) / dimension) * side + Math.floor((j * side) / dimension);
    if (size > (largest[at] as number)) largest[at] = size;
  };
  rows.forEach((row, e) => {
    const [column, size] = [columns[e] as number, sizes?.[e] ?? 0];
    put(row, column, size);
    put(column, row, size);
  });
  const canvas = document.createElement("canvas");
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) return "";
  const map = sizeMap(theme.dark);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const size = largest[i * side + j] as number;
      if (size < 0) continue;
      context.fillStyle = size > 0 ? css(map.at(Math.log10(size))) : theme.hatch;
      context.fillRect(j, i, 1, 1);
    }
  }
  return canvas.toDataURL("image/png");
}
