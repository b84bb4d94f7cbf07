/**
 * The binary as text that scripts can carry. A byte is one or two printable characters, so that what repeats in the binary repeats in
 * the text: compressed, as the network does it, it is 3 % larger than the binary, where base64 is 30 % larger.
 *
 *     the 88 commonest bytes, two hexadecimal digits each │ the bytes
 *
 * Bytes have ranks: those of the head first, then the others in their order. The byte of rank 88 p + v is the symbol v, after the symbol
 * 87 + p where p > 0: the commonest are one character. The symbol s is the character 37 + s, so that no quote and no $ occur; the
 * backslash and the backtick give way to ! and #.
 */
const SYMBOLS = 88;
const LAST_PAGE = 2;

/** The character code of each symbol. */
function codes(): number[] {
  const [first, backslash, backtick] = [37, 92, 96];
  const plain = Array.from({ length: SYMBOLS + LAST_PAGE }, (_, symbol) => first + symbol);
  return plain.map((code) => (code === backslash ? 33 : code === backtick ? 35 : code));
}

/** All bytes by rank, of those that come first. */
function ranked(commonest: readonly number[]): number[] {
  const first = new Set(commonest);
  const rest = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !first.has(byte));
  return [...commonest, ...rest];
}

/** Bytes as printable text of ASCII. */
export function textOfBytes(bytes: Uint8Array): string {
  const counts = new Array<number>(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  const byCount = ranked([]).sort((a, b) => counts[b] - counts[a] || a - b);
  const commonest = byCount.slice(0, SYMBOLS).sort((a, b) => a - b);
  const characters = codes().map((code) => String.fromCharCode(code));
  const words: string[] = [];
  for (const [rank, byte] of ranked(commonest).entries()) {
    const page = Math.floor(rank / SYMBOLS);
    words[byte] = (page > 0 ? characters[SYMBOLS - 1 + page] : "") + characters[rank % SYMBOLS];
  }
  let text = commonest.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  for (const byte of bytes) text += words[byte];
  return text;
}

/** The bytes that `textOfBytes` made a text of. Runs once, before any code of it is compiled: one loop over bytes, without a call. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  const symbols = new Uint8Array(128);
  for (const [symbol, code] of codes().entries()) symbols[code] = symbol;
  const order = ranked(Array.from({ length: SYMBOLS }, (_, k) => Number.parseInt(text.slice(2 * k, 2 * k + 2), 16)));
  const bytes = new TextEncoder().encode(text);
  let count = 0;
  for (let at = 2 * SYMBOLS; at < bytes.length; at++) {
    let rank = symbols[bytes[at]];
    if (rank >= SYMBOLS) rank = SYMBOLS * (rank - SYMBOLS + 1) + symbols[bytes[++at]];
    bytes[count++] = order[rank];
  }
  return bytes.slice(0, count);
}
