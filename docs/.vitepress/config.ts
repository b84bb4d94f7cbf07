/** The site: guides, gallery, reference. Built into static files that work without a network. */
import { resolve } from "node:path";
import { defineConfig } from "vitepress";
import { beyond, gallery, guides, reference } from "../scripts/outline.ts";

const dist = resolve(import.meta.dirname, "../../dist");
const lists = [...guides, beyond, gallery].map(({ text, items }) => ({ text, items: items.map((item) => ({ ...item })) }));

export default defineConfig({
  title: "ancilla",
  description: "Open quantum systems by collisions: exact channels, master equations, heat and work, noisy ensembles.",
  lang: "en",
  base: process.env.SITE_BASE ?? "/",
  outDir: "dist",
  cacheDir: ".vitepress/cache",
  srcExclude: ["README.md", "node_modules/**"],
  cleanUrls: false,
  // what leaves the site for the repository; everything else must be there
  ignoreDeadLinks: [/^\.\.?\/\.\./, /CONTRIBUTING|CHANGELOG|README/],
  // themes whose colours have contrast enough on both grounds
  markdown: { math: true, theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  head: [["link", { rel: "icon", href: "data:," }]],
  vite: {
    resolve: { alias: [{ find: /^ancilla$/, replacement: resolve(dist, "index.js") }] },
    build: { chunkSizeWarningLimit: 2000, target: "es2022" },
    ssr: { noExternal: ["ancilla"] },
  },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Guides", link: "/first-model" },
      { text: "Gallery", link: "/gallery" },
      { text: "Beyond the papers", link: "/beyond/" },
      { text: "Reference", link: "/api/" },
    ],
    sidebar: { "/api/": [{ text: reference.text, items: reference.items.map((item) => ({ ...item })) }], "/": lists },
    outline: [2, 3],
  },
});
