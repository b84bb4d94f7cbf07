/**
 * How the search takes words: Greek letters by their names, σ_z as `sz` and as `sigmaZ`, names with `_` whole and in parts. The site's
 * script gets the text of both functions, so that neither uses anything around it.
 */

/** The words of a text. */
export const tokenize = (text: string): string[] => [
  ...text.split(/[\n\r\p{Z}\p{P}]+/u),
  ...(text.match(/[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+/gu) ?? []),
];

/** A word as it stands in the index, and what else it is called. */
export const processTerm = (term: string): string[] => {
  const greek =
    "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron π pi ρ rho σ sigma ς sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega ∑ sigma † dag ħ hbar";
  const names = new Map(greek.match(/\S+ \S+/g)?.map((pair) => pair.split(" ") as [string, string]));
  // subscripts and exponents become the letters that they are
  const plain = [...term.normalize("NFKD").toLowerCase()].map((letter) => names.get(letter) ?? letter).join("");
  const word = plain
    .replace(/\p{M}/gu, "")
    .replace(/^(sigma)\+$/, "$1plus")
    .replace(/^(sigma)[-−]$/, "$1minus");
  const [, axis] = /^(?:s|sigma)([xyz])$/.exec(word) ?? [];
  if (axis) return [`s${axis}`, `sigma${axis}`];
  const ladder: Record<string, string> = { sp: "sigmaplus", sm: "sigmaminus", sigmaplus: "sp", sigmaminus: "sm" };
  return Object.hasOwn(ladder, word) ? [word, ladder[word]] : [word];
};
