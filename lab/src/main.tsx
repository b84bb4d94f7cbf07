/** Starts the lab: the address says which model, else what was open last, else the gallery. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app.tsx";
import { answered } from "./state/answers.ts";
import { begin } from "./state/begin.ts";
import { refusal } from "./state/lab.ts";
import { embed, narrow, viewKey } from "./state/shown.ts";
import "./styles/index.css";

begin();
render(<App />, document.getElementById("lab") as HTMLElement);

// The picture that was drawn when the page was built stands until the curves are there, or until they are no longer asked for.
const first = document.getElementById("first");
const leave = effect(() => {
  const other = viewKey.value !== "time" || embed.value !== null || narrow.value || refusal.value !== null;
  if (!other && !answered("run").value?.answer) return;
  first?.remove();
  queueMicrotask(() => leave());
});
