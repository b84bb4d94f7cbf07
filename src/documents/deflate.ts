/** Deflate without a header (RFC 1951), by the streams that browsers and Node have; by Node's zlib where its streams do not know it yet. */

/** A transformer of bytes, or null where the host's streams do not have this one. */
function streamOf(kind: "compress" | "decompress"): CompressionStream | DecompressionStream | null {
  try {
    return kind === "compress" ? new CompressionStream("deflate-raw") : new DecompressionStream("deflate-raw");
  } catch {
    return null;
  }
}

/** Compress bytes. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = streamOf("compress");
  if (stream !== null) return (await through(stream, bytes, Number.POSITIVE_INFINITY)) as Uint8Array;
  const { deflateRawSync } = await import("node:zlib");
  return deflateRawSync(bytes);
}

/**
 * Decompress bytes, but no more than `most`: counted while they come, so that a small text that stands for an endless one ends here.
 * Gives null where there would be more; throws where the bytes are none of a compressed text.
 */
export async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
  const stream = streamOf("decompress");
  if (stream !== null) return through(stream, bytes, most);
  const { inflateRawSync } = await import("node:zlib");
  try {
    return inflateRawSync(bytes, { maxOutputLength: most });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") return null;
    throw error;
  }
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
