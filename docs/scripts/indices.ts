/** Indices and exponents of formulas in running text, which pages write as on a keyboard: H_S, Σ_{i≠j}, e^{−βH}, r^k. */

/** One letter (or Tr, min, max, lim) with an index; an exponent in braces, or one letter of it. Longer names, such as WRONG_KIND, are names. */
const mark =
  /((?<![\w\\])(?:Tr|min|max|lim|\p{L}|[∞∫∂])[′†]?|[⟩)\]])_(?:\{([^{}]+)\}|(?<![⟩)\]]_)([\p{L}0-9]{1,8}))(?!\w|_)|\^\{((?:[^{}]|\{[^{}]*\})+)\}|(?<=[\p{L}\p{N})])\^(\p{L})(?![\p{L}\p{N}(])/gu;

/** A piece of text, or an index or exponent in it. */
export interface Piece {
  readonly tag: "sub" | "sup" | null;
  readonly text: string;
}

/** The pieces of a text: `H_S²` is H, S as an index, ². */
export function withIndices(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(mark)) {
    const [whole, base = "", braced, bare, exponent, letter] = found;
    pieces.push({ tag: null, text: text.slice(done, found.index) + base });
    const below = braced ?? bare;
    pieces.push(below === undefined ? { tag: "sup", text: exponent ?? letter } : { tag: "sub", text: below });
    done = found.index + whole.length;
  }
  pieces.push({ tag: null, text: text.slice(done) });
  return pieces.filter((piece) => piece.text !== "");
}
