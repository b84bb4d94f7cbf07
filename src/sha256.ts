/** SHA-256 (FIPS 180-4) of bytes, or of a text in UTF-8, where no host function is at hand: the same on every host, and without waiting. */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND = Uint32Array.from(firstPrimes(64), (prime) => fraction(prime, 3));

/** The same of the square roots of the first eight. */
const START = Uint32Array.from(firstPrimes(8), (prime) => fraction(prime, 2));

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}

/** The first 32 bits behind the point of a root of an integer, by bisection in whole numbers. */
function fraction(of: number, root: 2 | 3): number {
  const target = BigInt(of) << BigInt(32 * root);
  let [low, high] = [0n, BigInt(of) << 32n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if ((root === 2 ? middle * middle : middle * middle * middle) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** SHA-256 of a text or of bytes, as 64 hexadecimal digits. */
export function sha256(of: string | Uint8Array): string {
  const bytes = typeof of === "string" ? new TextEncoder().encode(of) : of;
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const hash = Uint32Array.from(START);
  const schedule = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) compress(hash, schedule, view, at);
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

/** Mix one block of 64 bytes into the hash. */
function compress(hash: Uint32Array, w: Uint32Array, view: DataView, at: number): void {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const s0 = turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let t = 0; t < 64; t++) {
    const t1 = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[t] + w[t]) | 0;
    const t2 = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, k) => {
    hash[k] += word;
  });
}
