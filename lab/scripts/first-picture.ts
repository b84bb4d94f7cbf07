/** The first picture of the page as text, with the frame that stands around it: drawn by the lab's own parts, on the engine, while it is built. */
import { join } from "node:path";
import { JSDOM } from "jsdom";
import type { ComponentChild, VNode } from "preact";
import { createServer } from "vite";

/** The size of the picture on a page of 1280 by 800. */
const SIZE = { width: 847, height: 470 };

interface Drawn {
  firstPicture(size: typeof SIZE): Promise<{ readonly title: string; readonly picture: ComponentChild }>;
}

/** What is put into the page before its scripts. */
export async function firstPicture(lab: string): Promise<string> {
  const server = await createServer({
    root: lab,
    configFile: join(lab, "vite.config.ts"),
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
  });
  const { document } = new JSDOM().window;
  Object.assign(globalThis, { document });
  try {
    const made = (await server.ssrLoadModule("/src/first-picture.tsx")) as Drawn;
    const { render } = (await server.ssrLoadModule("preact")) as typeof import("preact");
    const { title, picture } = await made.firstPicture(SIZE);
    const box = document.createElement("div");
    render(picture as VNode, box);
    return framed(title, box.innerHTML);
  } finally {
    await server.close();
    Reflect.deleteProperty(globalThis, "document");
  }
}

/** Only where the address and what the browser remembers ask for no other model; `src/main.tsx` takes it away when the curves are there. */
const ONLY_IF = `(function(){var f=document.getElementById("first"),own=/^(#model=thermalising-qubit)?$/,a=location.hash;try{a=a||JSON.parse(localStorage.getItem("ancilla-lab-1")||"{}").address||""}catch(e){}if(!own.test(a))f.remove()})()`;

function framed(title: string, svg: string): string {
  const picture = svg
    .replaceAll(/ data-curve="[^"]*"/g, "")
    .replace(/ (width|height)="[\d.]+"/g, (all, _name, at: number) => (at < 120 ? "" : all));
  return [
    '<div id="first" aria-hidden="true">',
    `<div class="page"><div class="head"><span class="brand">ancilla <b>lab</b></span><b>${title.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</b></div>`,
    `<div class="body"><div class="left"></div><div></div><div class="right"><div class="tabs"></div><div class="panel"><div class="tools"></div>${picture}</div></div></div>`,
    '<div class="status"></div></div></div>',
    `<script>${ONLY_IF}</script>`,
  ].join("");
}
