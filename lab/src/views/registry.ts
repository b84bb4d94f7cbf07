/** The views: Time is there from the start, the others are loaded after the first picture, or when one of them is asked for. */
import { signal } from "@preact/signals";
import type { Described } from "../engine/describe.ts";
import { loadTexts } from "../gallery/texts.ts";
import { pins } from "../state/pins.ts";
import { noise } from "../state/studies.ts";
import { type Offer, offers } from "./offers.ts";
import { time } from "./time/index.tsx";
import type { View } from "./view.ts";

const loaded = signal<ReadonlyMap<string, View>>(new Map([[time.key, time]]));
let loading: Promise<void> | null = null;

export function loadViews(): Promise<void> {
  void loadTexts();
  loading ??= import("./others.ts").then(({ others }) => {
    loaded.value = new Map([time, ...others].map((view) => [view.key, view]));
  });
  return loading;
}

/** A view by its key; one that is not there yet asks for nothing and shows nothing. Unknown keys mean the first one. */
export function viewByKey(key: string): View {
  const found = loaded.value.get(key);
  if (found) return found;
  const offer = Object.values(offers as Readonly<Record<string, Offer>>).find((one) => one.key === key);
  if (!offer) return time;
  void loadViews();
  return { ...offer, needs: {} as View["needs"], picture: () => null, words: () => [] };
}

/** The views that a model has. */
export function offeredViews(facts: Described): readonly Offer[] {
  const kept = { pins: pins.value.length, noisy: Object.keys(noise.value).length };
  return Object.values(offers as Readonly<Record<string, Offer>>).filter((one) => one.offered(facts, kept));
}
