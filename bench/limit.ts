/** The arithmetic limit of the machine: `assembly/peak.ts`, compiled as the binary is but apart from it, so that no user carries it. */
import asc from "assemblyscript/asc";

/** Floating-point operations in one round of the chains: 12 chains × 2 lanes × (multiply + add). */
export const PEAK_FLOPS = 48;
/** Floating-point operations in one round of the outer product: 5 × 2 registers × 2 lanes × (multiply + add). */
export const OUTER_FLOPS = 40;

/** Each runs so many rounds and returns the sum of all lanes. */
export interface LimitKernels {
  /** Twelve independent chains x = x/2 + 1 in vector registers. */
  chains(rounds: number): number;
  /** Rank-one updates with five numbers, then four, from memory: Σa = 15, Σb = 10. */
  outerProduct(rounds: number): number;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  peakMultiplyAdd(rounds: number, factor: number, term: number): number;
  peakOuterProduct(rounds: number, operands: number): number;
}

async function compile(): Promise<LimitKernels> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(["--config", "bench/limit.json", "--outFile", "peak.wasm"], {
    writeFile(_name, contents) {
      binary = new Uint8Array(contents as Uint8Array<ArrayBuffer>);
    },
  });
  if (error || !binary) throw new Error(`assembly/peak.ts does not compile: ${stderr}`);
  const { exports } = await WebAssembly.instantiate(await WebAssembly.compile(binary), {});
  const { memory, peakMultiplyAdd, peakOuterProduct } = exports as unknown as Exports;
  const operands = 1024;
  new Float64Array(memory.buffer, operands, 10).set([1, 2, 3, 4, 5, 0, 1, 2, 3, 4]);
  return {
    chains: (rounds) => peakMultiplyAdd(rounds, 0.5, 1),
    outerProduct: (rounds) => peakOuterProduct(rounds, operands),
  };
}

let compiled: Promise<LimitKernels> | undefined;

/** The kernels; compiled once. */
export function limitKernels(): Promise<LimitKernels> {
  compiled ??= compile();
  return compiled;
}
