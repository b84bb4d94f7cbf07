/** Reads files that others name, with a limit that holds for devices and pipes too. */
import { open } from "node:fs/promises";

/** Read a whole file; null where it holds more than `limit` bytes, of which no more are read. Throws as `open` and `read` of Node do. */
export async function bytesWithin(path: string, limit: number): Promise<Buffer | null> {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (found.size > limit) return null;
    if (found.isFile()) return await file.readFile();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > limit) return null;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}
