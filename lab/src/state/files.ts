/** Files in and out: a document that is opened, and what is saved. */
import { batch } from "@preact/signals";
import { notice, open } from "./lab.ts";
import { cursor, dialog, documentTab, leftTab, viewKey } from "./shown.ts";
import { forgetStudies } from "./studies.ts";

const LARGEST = 1_048_576;

export async function openFile(file: File): Promise<void> {
  if (file.size > LARGEST) {
    notice.value = { text: `${file.name} has ${file.size} bytes; a document has at most ${LARGEST}.`, tone: "alert" };
    return;
  }
  openText(await file.text(), file.name);
}

/** Open a text as a document. One that is refused is shown in the editor, with all its problems. */
export function openText(text: string, file: string): void {
  batch(() => {
    forgetStudies();
    cursor.value = null;
    viewKey.value = "time";
    dialog.value = null;
    documentTab.value = "text";
    leftTab.value = "document";
    open({ kind: "document", text, file, values: {} });
  });
}

/** Hand a file to the browser. */
export function save(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Copy a text; where the clipboard is refused, false. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
