/** The font of pictures, as a file. */

/** Where it is, once looked for; null when the package is not installed. */
let found: string | null | undefined;

/** The file of DejaVu Sans from the package dejavu-fonts-ttf; null where it is not installed. */
export async function fontFile(): Promise<string | null> {
  if (found !== undefined) return found;
  const { createRequire } = await import("node:module");
  try {
    found = createRequire(import.meta.url).resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
  } catch {
    found = null;
  }
  return found;
}
