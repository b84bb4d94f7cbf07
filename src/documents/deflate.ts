/** Deflate without a header (RFC 1951), by the streams that browsers and Node (20.12 and later) have. */
import { RunFailure } from "../errors.ts";

/** A transformer of bytes. Throws a RunFailure where the host's streams do not have this one. */
function streamOf(make: () => CompressionStream | DecompressionStream): CompressionStream | DecompressionStream {
  try {
    return make();
  } catch {
    throw new RunFailure("Links of documents need a browser of 2023 or later, or Node 20.12 or later.");
  }
}

/** Compress bytes. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return (await through(
    streamOf(() => new CompressionStream("deflate-raw")),
    bytes,
    Number.POSITIVE_INFINITY,
  )) as Uint8Array;
}

/**
 * Decompress bytes, but no more than `most`: counted while they come, so that a small text that stands for an endless one ends here.
 * Gives null where there would be more; throws where the bytes are none of a compressed text.
 */
export async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
  return through(
    streamOf(() => new DecompressionStream("deflate-raw")),
    bytes,
    most,
  );
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
  const writer = stream.writable.getWriter();
  // What goes wrong while writing shows where it is read.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => {});
  writer.close().catch(() => {});
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel().catch(() => {});
      return null;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
