/** Where a value of JSON or YAML that begins at a place ends: numbers, words, quoted texts and lists; null for anything else. */
export function valueEnd(text: string, from: number): number | null {
  const first = text[from];
  if (first === undefined || first === "{") return null;
  if (first === '"' || first === "'") {
    for (let at = from + 1; at < text.length; at++) {
      if (text[at] === "\\" && first === '"') at++;
      else if (text[at] === first) return at + 1;
    }
    return null;
  }
  if (first === "[") {
    let depth = 0;
    for (let at = from; at < text.length; at++) {
      if (text[at] === "[") depth++;
      else if (text[at] === "]" && --depth === 0) return at + 1;
    }
    return null;
  }
  const word = /[^\s,\]}#]+/y;
  word.lastIndex = from;
  return word.exec(text) ? word.lastIndex : null;
}
