/** The pictures on the gallery's cards are what the engine computes. */
import { expect, it } from "vitest";
import { thumbnails as computed } from "../../scripts/thumbnails.ts";
import { cards } from "../../src/gallery/cards.ts";
import { thumbnails } from "../../src/gallery/thumbnails.ts";

it("draws every card from its own numbers", () => {
  expect(Object.keys(thumbnails)).toEqual(cards.map(({ name }) => name));
  expect(thumbnails).toEqual(computed());
  for (const path of Object.values(thumbnails).flat()) expect(path).toMatch(/^M[\d.ML ]+$/);
});
