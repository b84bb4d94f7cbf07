/**
 * The slow, obvious twin of assembly/random.ts: Philox 4×32-10 with big integers, and the same uniform.
 * see: Salmon et al., SC'11, doi:10.1145/2063384.2063405
 */
export type Words = readonly [number, number, number, number];

const mask = 0xffffffffn;

/** Ten rounds on four 32-bit words. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * x0;
    const p1 = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(p1 >> 32n) ^ x1 ^ k0, p1 & mask, (p0 >> 32n) ^ x3 ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [Number(x0), Number(x1), Number(x2), Number(x3)];
}

/** (2k + 1)·2⁻⁵³ from the top 52 bits of two words. */
export function unit(high: number, low: number): number {
  const k = (BigInt(high) << 20n) | (BigInt(low) >> 12n);
  return Number(2n * k + 1n) / 2 ** 53;
}

/** The uniform that belongs to a seed and a counter. */
export function uniform(seed: number, counter: Words): number {
  const [high, low] = philox(counter, [seed % 2 ** 32, Math.floor(seed / 2 ** 32)]);
  return unit(high, low);
}

/** High 32 bits of a 32 × 32-bit product, from 16-bit halves: what JavaScript without big integers has to do. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = (middle & 0xffff) + a0 * b1;
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0;
}

/** The same uniform as fast as plain JavaScript goes: what benches compare with. */
export function fastUniform(k0: number, k1: number, trajectory: number, step: number, stream: number, attempt: number): number {
  let x0 = trajectory;
  let x1 = step;
  let x2 = stream;
  let x3 = attempt;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(0xd2511f53, x0);
    const low0 = Math.imul(0xd2511f53, x0);
    const high1 = mulHigh(0xcd9e8d57, x2);
    const low1 = Math.imul(0xcd9e8d57, x2);
    x0 = (high1 ^ x1 ^ k0) >>> 0;
    x1 = low1;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  return (x0 * 2097152 + ((x1 >>> 12) * 2 + 1)) * 2 ** -53;
}
