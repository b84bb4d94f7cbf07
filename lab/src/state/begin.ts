/** The first model: of the address, else the last one, else the gallery's first with the gallery open; and the address from then on. */
import { effect } from "@preact/signals";
import { aside } from "../compute/lanes.ts";
import type { Refused, Values } from "../compute/protocol.ts";
import type { Length } from "../engine/ask-length.ts";
import { loadTexts, texts } from "../gallery/texts.ts";
import { type Address, type LabKeys, readAddress, writeAddress } from "./address.ts";
import type { RunOfLab } from "./ask.ts";
import { beginComputing } from "./computing.ts";
import { facts, notice, open, present } from "./lab.ts";
import { beginFaces, cursor, dialog, embed, face, viewKey } from "./shown.ts";
import { forgetAll, remember, remembered } from "./storage.ts";
import { chosenSweep, setSwept } from "./studies.ts";

/** What the page itself wrote last: a change of the address that it did not make opens a model. */
let own = "";
/** Milliseconds between the last change and the address. */
const LATER = 500;

export function begin(): void {
  beginFaces();
  beginComputing();
  const address = location.hash.length > 1 ? location.hash : (remembered().address ?? "");
  const first = readAddress(address);
  if (first.model === null) {
    openNamed("thermalising-qubit");
    if (location.hash.length <= 1) dialog.value = "models";
    applyKeys(first.lab);
  } else void follow(first);
  addEventListener("hashchange", ({ newURL }) => {
    // The address may have been written over since.
    const { hash } = new URL(newURL);
    if (hash === own) return;
    own = "";
    void follow(readAddress(hash));
  });
  effect(() => {
    const state = present.value;
    void [viewKey.value, cursor.value, facts.value];
    if (state) schedule();
  });
}

/** Open what an address says. */
async function follow({ model, lab }: Address): Promise<void> {
  applyKeys(lab);
  if (model === null) return;
  if (model.kind === "named") {
    openAsked(model.name, model.values, runOf(lab));
    return;
  }
  try {
    const { text, file } = await aside.wait("openLink", { link: model.link });
    open({ kind: "document", text, file, values: {} }, runOf(lab));
  } catch (error) {
    if (error === null) return;
    const { message } = error as Refused;
    const size = model.link.length - "#m=1.".length;
    const cut = /cut off|damaged|JSON|base64url/.test(message);
    gone(cut ? `This link is incomplete: it ends inside the model (${size} characters arrived). Copy the whole link.` : message);
  }
}

/** Open a model that an address names: values that it does not take are left out, and named; a name that nobody knows leads to the gallery. */
function openAsked(name: string, values: Values, run: Partial<RunOfLab>): void {
  const known = openNamed(name, values, run, ({ message }) => {
    if (Object.keys(values).length === 0) {
      gone(/must name a model/.test(message) ? `There is no model "${shortened(name)}".` : message);
      return;
    }
    const [, unknown] = /must name parameters.* one is called "([^"]*)"/.exec(message) ?? [];
    const others = Object.fromEntries(Object.entries(values).filter(([key]) => unknown !== undefined && key !== unknown));
    const why =
      unknown === undefined ? `${message} The model has its own values here.` : `${name} has no parameter "${shortened(unknown)}".`;
    notice.value = { text: why, tone: "alert" };
    openAsked(name, others, run);
  });
  if (!known) gone(`There is no model "${shortened(name)}".`);
}

const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

function gone(text: string): void {
  notice.value = { text, tone: "alert" };
  if (present.value === null) openNamed("thermalising-qubit");
  dialog.value = "models";
}

let opening = 0;

/** Open a model of the gallery or the catalogue by name; false for what can be no name. Documents that are not there yet are loaded first. */
export function openNamed(name: string, values: Values = {}, run: Partial<RunOfLab> = {}, otherwise?: (why: Refused) => void): boolean {
  const mine = ++opening;
  const carried = texts.get(name);
  if (carried) {
    open({ kind: "document", text: carried.text, file: carried.file, values, carried: true }, run, otherwise);
    return true;
  }
  if (!/^[a-z][a-z0-9-]*$/.test(name)) return false;
  void loadTexts().then(() => {
    if (mine !== opening) return;
    if (texts.has(name)) openNamed(name, values, run, otherwise);
    else open({ kind: "catalogue", name, values }, run, otherwise);
  });
  return true;
}

function applyKeys(lab: LabKeys): void {
  if (lab.view) viewKey.value = lab.view;
  cursor.value = lab.step === undefined || !Number.isFinite(Number(lab.step)) ? null : Number(lab.step);
  if (lab.x) setSwept(lab.x, lab.y ?? null);
  if (lab.v && lab.v !== __VERSION__)
    notice.value = {
      text: `This link was made with version ${shortened(lab.v)}, this is ${__VERSION__}: digits may differ.`,
      tone: "status",
    };
  if (lab.theme === "light" || lab.theme === "dark") face.value = lab.theme;
  if (lab.embed) embed.value = { view: lab.embed, controls: lab.controls?.split(",").filter(Boolean) ?? null };
  if (lab.embed) viewKey.value = lab.embed;
}

function runOf(lab: LabKeys): Partial<RunOfLab> {
  const number = (text: string | undefined) => (text === undefined || !Number.isFinite(Number(text)) ? undefined : Number(text));
  const [steps, until, every] = [number(lab.steps), number(lab.until), number(lab.every)];
  const length: Length = {
    ...(steps === undefined ? {} : { steps }),
    ...(until === undefined || steps !== undefined ? {} : { until }),
    ...(every === undefined ? {} : { saveEvery: every }),
  };
  const observe = lab.obs?.split(",").filter(Boolean) ?? [];
  return {
    ...(steps === undefined && until === undefined ? {} : { length }),
    ...(observe.length === 0 ? {} : { observe }),
  };
}

let timer: ReturnType<typeof setTimeout> | undefined;

function schedule(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void writeNow(), LATER);
}

/** Write the address of what is shown; a model that came into being elsewhere travels whole. */
async function writeNow(): Promise<void> {
  const state = present.peek();
  if (!state || embed.peek()) return;
  const hash = await addressOf(true);
  if (hash === null || present.peek() !== state) return;
  own = hash;
  if (hash === location.hash) return;
  try {
    history.replaceState(null, "", hash);
  } catch {
    location.replace(hash);
  }
  remember({ address: hash });
}

/** Forget what the browser keeps, the address too: the next visit begins with the gallery, unless something is changed before. */
export function forgetEverything(): void {
  clearTimeout(timer);
  forgetAll();
  own = "";
  try {
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    location.hash = "";
  }
}

/** The address of what is shown; `short` names gallery models that were not rewritten. Null where it cannot be made now. */
export async function addressOf(short: boolean, version = !short): Promise<string | null> {
  const state = present.peek();
  if (!state) return null;
  const { source, run } = state;
  const lab: LabKeys = {
    ...(viewKey.peek() === "time" ? {} : { view: viewKey.peek() }),
    ...(cursor.peek() === null ? {} : { step: String(cursor.peek()) }),
    ...sweptKeys(),
    ...(version ? { v: __VERSION__ } : {}),
  };
  const carried = source.kind === "document" ? [...texts].find(([, { text }]) => text === source.text) : undefined;
  if (source.kind === "catalogue" || (short && carried)) {
    const name = source.kind === "catalogue" ? source.name : (carried as readonly [string, unknown])[0];
    return writeAddress({ model: { kind: "named", name, values: source.values }, lab: { ...runKeys(run), ...lab } });
  }
  try {
    const { link } = await aside.wait("link", { source, run: run.ours ? { ...run.length, observe: run.observe } : null });
    return link === null ? null : writeAddress({ model: { kind: "link", link }, lab });
  } catch {
    return null;
  }
}

/** The parameters that were chosen to be swept. */
function sweptKeys(): LabKeys {
  const chosen = chosenSweep();
  return chosen?.x ? { x: chosen.x, ...(chosen.y ? { y: chosen.y } : {}) } : {};
}

function runKeys({ length, observe, ours }: RunOfLab): LabKeys {
  if (!ours) return {};
  const { steps, until, saveEvery } = length;
  return {
    ...(steps === undefined ? {} : { steps: String(steps) }),
    ...(until === undefined ? {} : { until: String(until) }),
    ...(saveEvery === undefined ? {} : { every: String(saveEvery) }),
    obs: observe.join(","),
  };
}
