/** The site: guides, gallery, reference. Built into static files that work without a network, from any folder. */
import { resolve } from "node:path";
import { defineConfig } from "vitepress";
import { reference } from "../scripts/reference.ts";

const guides = [
  {
    text: "Start",
    items: [
      { text: "Your first model", link: "/first-model" },
      { text: "Your own collision model", link: "/own-model" },
      { text: "Master equations", link: "/master-equation" },
      { text: "Model documents", link: "/documents" },
      { text: "Coming from QuTiP", link: "/from-qutip" },
    ],
  },
  {
    text: "Compute",
    items: [
      { text: "Stationary states", link: "/stationary-states" },
      { text: "Operators, states and maps", link: "/objects" },
      { text: "Correlations and spectra", link: "/correlations" },
      { text: "Fluctuations", link: "/fluctuations" },
      { text: "Noise", link: "/noise" },
      { text: "Ledger and conventions", link: "/conventions" },
    ],
  },
  {
    text: "Run and embed",
    items: [
      { text: "Ensembles on a laptop", link: "/ensembles" },
      { text: "On a Slurm cluster", link: "/cluster-slurm" },
      { text: "On HTCondor", link: "/cluster-htcondor" },
      { text: "On a Redis queue", link: "/redis-queue" },
      { text: "Embedding", link: "/embedding" },
      { text: "Reading results", link: "/results" },
      { text: "The same bits everywhere", link: "/reproducibility" },
    ],
  },
  {
    text: "About",
    items: [
      { text: "Errata of the papers", link: "/errata" },
      { text: "Benchmarks", link: "/benchmarks" },
      { text: "Architecture", link: "/architecture" },
    ],
  },
];

export default defineConfig({
  title: "ancilla",
  description: "Open quantum systems by collisions: exact channels, master equations, heat and work, noisy ensembles.",
  base: process.env.SITE_BASE ?? "/",
  outDir: "dist",
  cacheDir: ".vitepress/cache",
  srcExclude: ["README.md", "node_modules/**"],
  cleanUrls: false,
  ignoreDeadLinks: false,
  markdown: { math: true },
  head: [["link", { rel: "icon", href: "data:," }]],
  vite: {
    resolve: { alias: { ancilla: resolve(import.meta.dirname, "../../dist/index.js") } },
    build: { chunkSizeWarningLimit: 2000 },
  },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Guides", link: "/first-model" },
      { text: "Gallery", link: "/gallery" },
      { text: "Beyond the papers", link: "/beyond/" },
      { text: "Reference", link: "/api/" },
    ],
    sidebar: {
      "/api/": reference(),
      "/": guides,
    },
    outline: [2, 3],
  },
});
