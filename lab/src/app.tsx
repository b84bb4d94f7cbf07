/** The page: head, what is set on the left, what is seen on the right, and the line that says how it stands. */
import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Header } from "./panels/header.tsx";
import { Parameters } from "./panels/parameters.tsx";
import { Splitter } from "./panels/splitter.tsx";
import { Status } from "./panels/status.tsx";
import { Views } from "./panels/views.tsx";
import { openFile, openText } from "./state/files.ts";
import { listenToKeys } from "./state/keys.ts";
import { facts } from "./state/lab.ts";
import { dialog, embed, leftTab, theme } from "./state/shown.ts";

export function App() {
  const face = theme.value;
  useEffect(() => {
    document.documentElement.dataset.theme = face.dark ? "dark" : "light";
  }, [face.dark]);
  useEffect(() => listenToKeys(), []);
  useEffect(() => listenToDrops(), []);
  if (embed.value) return <Embedded />;
  return (
    <div class="page">
      <Header />
      <main class="body" data-left={leftTab.value}>
        <div class="left" id="left">
          <div role="tablist" aria-label="Model" class="tabs">
            <Tab name="parameters" title="Parameters" />
            <Tab name="document" title="Document" />
            {hasPaper() && <Tab name="paper" title="Paper" />}
          </div>
          {leftTab.value === "document" ? <DocumentTab /> : leftTab.value === "paper" && hasPaper() ? <Paper /> : <Parameters />}
        </div>
        <Splitter />
        <Views />
      </main>
      <Status />
      <Open />
    </div>
  );
}

/** Models with a paper whose figures have something to say beside them. */
const WITH_PAPER = /^(phaseonium|structured|rotor|atoms|harvest|composite)(-|$)/;

const hasPaper = (): boolean => WITH_PAPER.test(facts.value?.name ?? "");

/** The document's text is loaded with the first look at it. */
function DocumentTab() {
  const [Panel, setPanel] = useState<(() => ComponentChild) | null>(null);
  useEffect(() => void import("./panels/document/panel.tsx").then((found) => setPanel(() => found.DocumentPanel)), []);
  return Panel && <Panel />;
}

/** The cards are loaded with the first look at them. */
function Paper() {
  const [Panel, setPanel] = useState<(() => ComponentChild) | null>(null);
  useEffect(() => void import("./panels/paper.tsx").then((found) => setPanel(() => found.default)), []);
  return Panel && <Panel />;
}

function Tab({ name, title }: { readonly name: "parameters" | "document" | "paper"; readonly title: string }) {
  return (
    <button type="button" role="tab" aria-selected={leftTab.value === name} onClick={() => (leftTab.value = name)}>
      {title}
    </button>
  );
}

/** The dialogs are loaded with the first one that is opened. */
function Open() {
  const [Dialogs, setDialogs] = useState<(() => ComponentChild) | null>(null);
  const wanted = dialog.value !== null;
  useEffect(() => {
    if (wanted && Dialogs === null) void import("./panels/dialogs.tsx").then((found) => setDialogs(() => found.Dialogs));
  }, [wanted]);
  return wanted && Dialogs ? <Dialogs /> : null;
}

/** One view and some sliders inside another page, with the way to the whole lab. */
function Embedded() {
  const whole = location.href.replace(/&(embed|controls)=[^&]*/g, "");
  return (
    <div class="page embedded">
      <main class="body">
        <Views />
        <div class="left">
          <Parameters />
        </div>
      </main>
      <div class="row">
        <Status />
        <a href={whole} target="_blank" rel="noreferrer">
          Open in the lab
        </a>
      </div>
    </div>
  );
}

/** A document that is dropped or pasted anywhere outside a text is opened. */
function listenToDrops(): () => void {
  const over = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void openFile(file);
  };
  const paste = (event: ClipboardEvent): void => {
    const target = event.target as HTMLElement;
    if (target.closest("input, textarea, .cm-editor")) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (/^\s*(\{|ancilla\s*:|#)/.test(text) && text.includes("ancilla"))
      openText(text, /^\s*\{/.test(text) ? "pasted.json" : "pasted.yaml");
  };
  addEventListener("dragover", over);
  addEventListener("drop", drop);
  addEventListener("paste", paste);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("drop", drop);
    removeEventListener("paste", paste);
  };
}
