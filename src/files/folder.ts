import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
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
    await makeFolder(folder);
    await writeFile(probe, "");
  } catch (error) {
    const reason = reasons[(error as { code?: string }).code ?? ""] ?? (error as Error).message;
    throw wrongValue("out", "be a folder that can be written", folder, "Choose another one with --out.", `"${folder}" ${reason}`);
  }
  await rm(probe, { force: true });
  return folder;
}

/** Create a folder and those above it. (Node's own recursive mkdir never returns where a virtual file system says ENOENT.) */
async function makeFolder(folder: string): Promise<void> {
  const above = dirname(folder);
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST" && (await stat(folder)).isDirectory()) return;
    if (code !== "ENOENT" || above === folder || (await exists(above))) throw error;
    await makeFolder(above);
    await mkdir(folder);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "cannot be created there",
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
  await makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
