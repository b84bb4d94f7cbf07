/** What is looked at: the view, the cursor, what each view keeps for itself, faces. */
import { computed, signal } from "@preact/signals";
import { dark, light } from "../draw/theme.ts";
import { remember, remembered } from "./storage.ts";

export const viewKey = signal("time");
/** Place on the axis of the run; null: its end. */
export const cursor = signal<number | null>(null);
/** What views keep for themselves, by the view's key. */
export const kept = signal<Readonly<Record<string, Readonly<Record<string, unknown>>>>>({});

export function keep(view: string, name: string, value: unknown): void {
  kept.value = { ...kept.value, [view]: { ...kept.value[view], [name]: value } };
}

/** A panel over the page. */
export const dialog = signal<"models" | "share" | "export" | "help" | "bits" | "why" | null>(null);
/** The tab of the left column. */
export const leftTab = signal<"parameters" | "document" | "paper">("parameters");
/** What is seen of the document. */
export const documentTab = signal<"text" | "differences">("text");
/** Only one view and some sliders, inside another page. */
export const embed = signal<{ readonly view: string; readonly controls: readonly string[] | null } | null>(null);

export type Face = "system" | "light" | "dark";
export const face = signal<Face>("system");
const systemDark = signal(false);

export const theme = computed(() => ((face.value === "system" ? systemDark.value : face.value === "dark") ? dark : light));

/** As in styles/narrow.css. */
const NARROW = "(max-width: 719px)";
/** The page is narrow: what is used less stands behind one button. */
export const narrow = signal(false);

/** Follow the system's wish, and what was chosen here before. */
export function beginFaces(): void {
  const wish = matchMedia("(prefers-color-scheme: dark)");
  systemDark.value = wish.matches;
  wish.addEventListener("change", () => {
    systemDark.value = wish.matches;
  });
  const width = matchMedia(NARROW);
  narrow.value = width.matches;
  width.addEventListener("change", () => {
    narrow.value = width.matches;
  });
  const chosen = remembered().theme;
  if (chosen === "light" || chosen === "dark") face.value = chosen;
  letters.value = remembered().letters !== false;
}

export function nextFace(): void {
  const isDark = theme.value.dark;
  face.value = isDark ? "light" : "dark";
  remember({ theme: face.value });
}

/** Sliders whose scale was chosen by hand: true is logarithmic. */
export const scales = signal<Readonly<Record<string, boolean>>>({});

/** Single letters are keys of the page. */
export const letters = signal(true);
