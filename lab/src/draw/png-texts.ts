/** Texts inside a PNG (chunks `iTXt`, PNG specification, 11.3.3.4): what image tools show as title, software, URL. */

/** Bytes of the signature and of the header, which comes first. */
const BEFORE = 8 + 25;

export function withTexts(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const parts = [png.subarray(0, BEFORE), ...Object.entries(texts).map(([key, text]) => textChunk(key, text)), png.subarray(BEFORE)];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Length, type, keyword, not compressed, in no language, UTF-8, checksum of type and data. */
function textChunk(key: string, text: string): Uint8Array {
  const data = new TextEncoder().encode(`iTXt${key}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(data.length + 8);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(data));
  return chunk;
}

/** ISO 3309, bit by bit: these texts are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
