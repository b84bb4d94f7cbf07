import { mkdir, open, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, normalize } from "node:path";
import { wrongValue } from "../errors.ts";
import { aName } from "../options.ts";

/**
 * Make sure that files can be written into `folder`, which need not exist yet; nothing is left behind.
 *
 * Throws a RangeError that says why not. Called before anything is computed. Returns the folder's path without `.` and `..`.
 */
export async function writableFolder(folder: string, argument = "out"): Promise<string> {
  aName(argument, folder);
  const path = normalize(folder);
  try {
    await inFolder(path, (made) => tryToWrite(path, made));
  } catch (error) {
    const remedy = `Choose another one with --${argument}.`;
    throw wrongValue(argument, "be a folder that can be written", folder, remedy, `"${folder}" ${reasonOf(error)}`);
  }
  return path;
}

async function tryToWrite(path: string, made: readonly string[]): Promise<void> {
  const probe = join(path, `.ancilla-${process.pid}`);
  try {
    await writeFile(probe, "");
  } finally {
    await rm(probe, { force: true }).catch(() => {});
    for (const each of [...made].reverse()) await rmdir(each).catch(() => {});
  }
}

/** How often a folder that another process took away meanwhile is made again. */
const ATTEMPTS = 10;

/** Make a folder and write in it; many processes may do so at once, and some take their empty folders away again. */
async function inFolder(folder: string, write: (made: readonly string[]) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write(await makeFolder(folder));
      return;
    } catch (error) {
      const { code = "" } = error as { code?: string };
      // What another process took away, and what was there a moment ago.
      if (!["ENOENT", "EEXIST"].includes(code) || attempt === ATTEMPTS || (await isFile(folder))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt));
    }
  }
}

/**
 * Create a folder and those above it. (Node's own recursive mkdir never returns where a virtual file system says ENOENT.)
 * @returns the folders that were not there before, the outermost first
 */
async function makeFolder(folder: string): Promise<readonly string[]> {
  const above = dirname(folder);
  try {
    await mkdir(folder);
    return [folder];
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST" && (await isFolder(folder))) return [];
    if (code !== "ENOENT" || above === folder || (await exists(above))) throw error;
    const made = await makeFolder(above);
    try {
      await mkdir(folder);
    } catch (failure) {
      // Another process was faster.
      if (await isFolder(folder)) return made;
      for (const each of [...made].reverse()) await rmdir(each).catch(() => {});
      throw failure;
    }
    return [...made, folder];
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Why a file system refused, as the end of a sentence that begins with the folder. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return reasons[code ?? ""] ?? `cannot be written (${message ?? String(error)})`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "cannot be created there",
  EACCES: "may not be written",
  EPERM: "may not be written",
  EROFS: "is on a read-only file system",
  ENOSPC: "is on a full disk",
  EDQUOT: "is on a disk whose quota is used up",
  EFBIG: "takes no file of this size",
  EIO: "is on a disk that fails",
  ENOTDIR: "lies below a file",
  EEXIST: "is a file",
  ENAMETOOLONG: "has a name that is too long",
  ERR_INVALID_ARG_VALUE: "has a name that no folder can have",
};

/** Write a file beside its place and rename it, so that a reader never sees half of it. Creates the folder. */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${process.pid}.part`;
  try {
    await writeFile(temporary, data);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** How the name of a file ends that is not written yet; what a killed process leaves of one is of no use to anybody. */
export const UNFINISHED = ".unfinished";

/**
 * Write a file so that it is there whole or not at all, whatever happens to the process or the machine: under another name, handed to
 * the disk, then renamed into its place. Creates the folder. An earlier file of that name is replaced.
 */
export async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}${UNFINISHED}`);
  await inFolder(folder, async () => {
    try {
      const file = await open(temporary, "w");
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  });
  await syncFolder(folder);
}

/** Hand the names in a folder to the disk, where the system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close().catch(() => {});
}
