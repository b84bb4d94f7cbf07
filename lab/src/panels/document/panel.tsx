/** The document as a text: the editor comes with the first look at it, the problems stand beside it, and what differs from what was opened. */
import { useEffect, useRef, useState } from "preact/hooks";
import { typing } from "../../compute/lanes.ts";
import type { CheckAnswer } from "../../engine/text.ts";
import { save } from "../../state/files.ts";
import { documentText, facts, notice, present, setText, values } from "../../state/lab.ts";
import { documentTab, theme } from "../../state/shown.ts";
import { Differences } from "./differences.tsx";
import type { Editor } from "./editor.ts";
import { Problems } from "./problems.tsx";

export function DocumentPanel() {
  const tab = documentTab.value;
  const source = present.value?.source;
  if (source?.kind !== "document") return <NoDocument />;
  return (
    <section aria-label="Document" class="document">
      <div role="tablist" aria-label="Document" class="tabs small">
        {(["text", "differences"] as const).map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => (documentTab.value = name)}>
            {name === "text" ? "Text" : "Differences"}
          </button>
        ))}
        <span class="spacer" />
        <small class="file">{source.file}</small>
      </div>
      {tab === "text" ? <Text /> : <Differences />}
    </section>
  );
}

function NoDocument() {
  return (
    <section aria-label="Document" class="document">
      <p class="hint">
        {facts.value
          ? `"${facts.value.title}" is a model of the catalogue: it is built in code and has parameters only.`
          : "No document is open."}
      </p>
    </section>
  );
}

function saveText(text: string): void {
  const source = present.peek()?.source;
  if (source?.kind !== "document") return;
  save(source.file, text, source.file.endsWith(".json") ? "application/json" : "application/yaml");
  notice.value = { text: `${source.file} saved.`, tone: "status" };
}

const NONE: CheckAnswer = { problems: [], warnings: [] };

function Text() {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const [found, setFound] = useState<CheckAnswer>(NONE);
  const [ready, setReady] = useState(false);
  const text = documentText.value ?? "";
  const file = present.value?.source.kind === "document" ? present.value.source.file : "";
  useEffect(() => {
    let gone = false;
    void import("./editor.ts").then(({ openEditor }) => {
      if (gone || !box.current) return;
      const options = {
        text: documentText.peek() ?? "",
        file,
        dark: theme.peek().dark,
        values: () => values.peek(),
        onText: setText,
        onSave: saveText,
      };
      editor.current = openEditor(box.current, options);
      setReady(true);
    });
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = null;
      setReady(false);
    };
  }, [file]);
  useEffect(() => {
    editor.current?.setText(text);
    typing.ask("check", { text, file }, { done: setFound, refused: () => setFound(NONE) });
  }, [text, file]);
  useEffect(() => editor.current?.setMarks([...found.problems, ...found.warnings]), [found, ready]);
  useEffect(() => editor.current?.setDark(theme.value.dark), [theme.value.dark]);
  return (
    <>
      <div ref={box} class="editor">
        {!ready && <pre class="waiting">{text}</pre>}
      </div>
      <Problems
        problems={found.problems}
        warnings={found.warnings}
        go={(problem) => editor.current?.show(problem)}
        fix={(problem) => editor.current?.write(problem)}
      />
    </>
  );
}
