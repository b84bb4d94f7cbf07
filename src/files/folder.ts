import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { wrongValue } from "../errors.ts";

/**
 * Make sure that files can be written into `folder`, creating it where it does not exist.
 *
 * Throws a RangeError that says why not. Called before anything is computed.
 */
export async function writableFolder(folder: string): Promise<string> {
  const probe = join(folder, `.ancilla-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "");
  } catch (error) {
    const reason = reasons[(error as { code?: string }).code ?? ""] ?? (error as Error).message;
    throw wrongValue("out", "be a folder that can be written", folder, "Choose another one with --out.", `"${folder}" ${reason}`);
  }
  await rm(probe, { force: true });
  return folder;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "may not be written",
  EPERM: "may not be written",
  EROFS: "is on a read-only file system",
  ENOSPC: "is on a full disk",
  ENOTDIR: "lies below a file",
  EEXIST: "is a file",
  ENAMETOOLONG: "has a name that is too long",
};

/** Write a file beside its place and rename it, so that a reader never sees half of it. Creates the folder. */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
