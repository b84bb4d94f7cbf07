/** Keys of the page. Single letters act outside text fields only, and can be switched off. */
import { offeredViews } from "../views/registry.ts";
import { answered, latest } from "./answers.ts";
import { start, stopAll } from "./computing.ts";
import { facts, redo, undo, values } from "./lab.ts";
import { MOST_PINS, pin, pins } from "./pins.ts";
import { dialog, keep, kept, leftTab, letters, viewKey } from "./shown.ts";

/** Regions in reading order, for F6. */
const REGIONS = ["header", "#left", ".right", "section.status"];

export function listenToKeys(): () => void {
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const inText = target.closest?.(
    "textarea, select, [contenteditable], .cm-editor, input:not([type=range]):not([type=checkbox]):not([type=radio])",
  );
  if (event.key === "F6") {
    toRegion(event.shiftKey ? -1 : 1);
    event.preventDefault();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !inText) {
    (event.shiftKey ? redo : undo)();
    event.preventDefault();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    start();
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || inText) return;
  if (event.key === "Escape" && dialog.value === null) stopAll();
  if (!letters.value || dialog.value !== null) return;
  if (letter(event.key)) event.preventDefault();
}

/** Do what a single key says; false when it says nothing. */
function letter(key: string): boolean {
  const found = facts.value;
  if (/^[1-9]$/.test(key) && found) {
    const view = offeredViews(found)[Number(key) - 1];
    if (view) viewKey.value = view.key;
    return view !== undefined;
  }
  switch (key) {
    case "g":
      dialog.value = "models";
      return true;
    case "e":
      leftTab.value = leftTab.value === "document" ? "parameters" : "document";
      return true;
    case "s":
      dialog.value = "share";
      return true;
    case "?":
      dialog.value = "help";
      return true;
    case "r":
      start();
      return true;
    case "0":
      if (viewKey.value !== "time" || kept.value.time?.zoom === undefined) return false;
      keep("time", "zoom", undefined);
      return true;
    case "t":
      if (viewKey.value !== "time") return false;
      keep("time", "table", kept.value.time?.table !== true);
      return true;
    case "p": {
      const run = latest(answered("run").value);
      if (run && found && pins.value.length < MOST_PINS) pin({ run, title: found.title, values: values.value });
      return true;
    }
    default:
      return false;
  }
}

/** Move the focus to the first control of the next region. */
function toRegion(by: number): void {
  const regions = REGIONS.flatMap((selector) => [...document.querySelectorAll<HTMLElement>(selector)].slice(0, 1));
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(now + by + regions.length) % regions.length] ?? regions[0];
  next?.querySelector<HTMLElement>("button:not([disabled]), input, [tabindex='0']")?.focus();
}
