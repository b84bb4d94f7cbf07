/** Shapes, sizes and sectors of exchange cascades, as several lowerings need them. */
import type { ExchangeCascade } from "../../models/exchange-cascade.ts";
import type { CollisionRequest } from "../../plan/collision-request.ts";
import { bytes, type Refusal } from "../../plan/price.ts";
import { type ExchangeShape, exchangeSector, largestOrder } from "../../sectors/exchange-sector.ts";
import type { Sector } from "../../sectors/sector.ts";

/** Levels and orders of a cascade of one or two modes. */
export function shapeOf({ levels: [d1, d2 = 1], cut }: ExchangeCascade): ExchangeShape {
  return { d1, d2, K: Math.min(cut ?? Number.POSITIVE_INFINITY, largestOrder(d1, d2)) };
}

/** The number of coordinates, without making them. */
export function exchangeCount({ d1, d2, K }: ExchangeShape): number {
  let count = 0;
  for (let k = 0; k <= Math.min(K, largestOrder(d1, d2)); k++) count += (d1 - k) * (d2 - k);
  return count;
}

/** Most coordinates that are planned for: each is also listed, watched and read outside of linear memory. */
const MOST_COORDINATES = 16_000_000;

/** Bytes of a coordinate, in linear memory and beside it. */
const BESIDE = 64;

/** Refuses a cascade whose elements, of so many reals each, are too many; null when they are not. */
export function tooLarge(structure: ExchangeCascade, reals: number): Refusal | null {
  const count = reals * exchangeCount(shapeOf(structure));
  if (count <= MOST_COORDINATES) return null;
  return { refused: `would hold ${count} coordinates, which need ${bytes(BESIDE * count)}`, remedy: "Use fewer levels, or a `cut`." };
}

/** Whether the detuning is zero and stays so. */
export function isResonant(structure: ExchangeCascade, { model, noisy }: CollisionRequest): boolean {
  return structure.coefficients(model.parameters).detuning === 0 && !noisy.includes(structure.detuning);
}

/** Whether the noise changes angles, and with them sines and cosines. */
export function movesAngles({ angle, detuning }: ExchangeCascade, noisy: readonly string[]): boolean {
  return noisy.includes(angle) || noisy.includes(detuning);
}

/** Why a request is none for kernels of `modes` modes, or null. */
export function misfit(structure: ExchangeCascade, request: CollisionRequest, modes: number): string | null {
  const { levels, parameters } = structure;
  const { noisy, support, model } = request;
  if (levels.length !== modes) return `this way is for ${modes === 1 ? "one mode" : "two modes"}, not ${levels.length}`;
  if (support === "full" || support[0] !== model.initial) return "the kernel starts from the model's own initial state";
  if (!conservesNumber(structure, request)) return "the kernel starts from states that are diagonal in the numbers, or became of such";
  const other = noisy.find((name) => !parameters.includes(name));
  return other === undefined ? null : `\`${other}\` changes more than its weights and its angles`;
}

/** Whether all elements of the start join states of one total number, as a start that is diagonal in the numbers becomes; on resonance real. */
function conservesNumber(structure: ExchangeCascade, request: CollisionRequest): boolean {
  const { d2, K } = shapeOf(structure);
  const real = isResonant(structure, request);
  const total = (i: number) => Math.floor(i / d2) + (i % d2);
  let within = true;
  request.model.initial.forEach((i, j, _re, im) => {
    if (i === j) return;
    const order = Math.abs(Math.floor(i / d2) - Math.floor(j / d2));
    if (order > K || total(i) !== total(j) || (real && im !== 0)) within = false;
  });
  return within;
}

/** What index lists would hold for a resonant cascade, from its sizes alone: coordinates, and entries of all matrices. */
export function exchangeLists(structure: ExchangeCascade, request: CollisionRequest): { coordinates: number; entries: number } | null {
  if (structure.levels.length > 2) return null;
  const coordinates = exchangeCount(shapeOf(structure)) * (isResonant(structure, request) ? 1 : 2);
  return { coordinates, entries: 16 * coordinates };
}

let known: { readonly key: string; readonly sector: Sector } | null = null;

/** The sector of a resonant cascade; the last one is kept, because planning and binding both ask for it. */
export function sectorOf(structure: ExchangeCascade): Sector {
  const shape = shapeOf(structure);
  const key = `${shape.d1} ${shape.d2} ${shape.K}`;
  if (known?.key !== key) known = { key, sector: exchangeSector(shape) };
  return known.sector;
}
