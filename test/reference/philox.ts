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
