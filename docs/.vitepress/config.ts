/** The site: guides, gallery, reference. Built into static files that work without a network. */
import { resolve } from "node:path";
import { defineConfig } from "vitepress";
import { withIndices } from "../scripts/indices.ts";
import { beyond, codes, commands, type Group, gallery, guides, reference } from "../scripts/outline.ts";
import { programName } from "../scripts/programs.ts";
import { processTerm, tokenize } from "../scripts/search.ts";

const dist = resolve(import.meta.dirname, "../../dist");
/** The first page of a folder is named by the folder: so the page before and the page after it are found. */
const listed = ({ text, items }: Group) => ({
  text,
  items: items.map((item) => ({ ...item, link: item.link.replace(/\/index$/, "/") })),
});

export default defineConfig({
  title: "ancilla",
  description: "Open quantum systems by collisions: exact channels, master equations, heat and work, noisy ensembles.",
  lang: "en",
  outDir: "dist",
  cacheDir: ".vitepress/cache",
  srcExclude: ["README.md", "node_modules/**"],
  cleanUrls: false,
  // what leaves the site for the repository; everything else must be there
  ignoreDeadLinks: [/^\.\.?\/\.\./, /CONTRIBUTING|CHANGELOG|README/],
  // themes whose colours have contrast enough on both grounds
  markdown: {
    math: true,
    // single braces end formulas: e^{ikφ}
    attrs: { leftDelimiter: "{:" },
    // programs that guides of the repository link to are files of the site
    config: (md) => {
      md.core.ruler.push("programs", ({ tokens }) => {
        for (const { children } of tokens)
          for (const token of children ?? []) {
            const link = /^\.\.\/examples\/(.+)$/.exec(token.type === "link_open" ? (token.attrGet("href") ?? "") : "");
            if (link) token.attrSet("href", `./examples/${link[1]}.txt`);
          }
      });
      // codes of errors lead to their pages
      md.core.ruler.push("codes", ({ env, tokens, Token }) => {
        if (env.relativePath !== "errors.md") return;
        const named = new Set(codes.items.map(({ text }) => text));
        tokens.forEach((block, k) => {
          if (
            block.type !== "inline" ||
            !["td_open", "heading_open"].includes(tokens[k - 1].type) ||
            !named.has(block.content.replaceAll("`", ""))
          )
            return;
          const open = new Token("link_open", "a", 1);
          open.attrSet("href", `./errors/${block.content.replaceAll("`", "")}.md`);
          const at = block.children?.findIndex(({ content }) => content !== "") ?? 0;
          block.children?.splice(at, 1, open, block.children[at], new Token("link_close", "a", -1));
        });
      });
      // formulas of running text get their indices and exponents
      md.core.ruler.push("indices", ({ tokens, Token }) => {
        const token = (type: string, content: string) => Object.assign(new Token(type, "", 0), { content });
        for (const block of tokens)
          block.children =
            block.children?.flatMap((child) =>
              child.type !== "text" || !/[_^]/.test(child.content)
                ? [child]
                : withIndices(child.content).flatMap(({ tag, text }) =>
                    tag === null
                      ? [token("text", text)]
                      : [token("html_inline", `<${tag}>`), token("text", text), token("html_inline", `</${tag}>`)],
                  ),
            ) ?? null;
      });
      // a whole program has a button that runs it
      const { fence } = md.renderer.rules;
      md.renderer.rules.fence = (tokens, k, ...rest) => {
        const block = fence?.(tokens, k, ...rest) ?? "";
        const name = tokens[k].info.trim() === "ts" ? programName(tokens[k].content) : null;
        return name === null ? block : `<RunProgram program="${name}">${block}</RunProgram>`;
      };
    },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    // colours of programs do not depend on how busy the machine is: by default a line that takes long is left half done
    shikiSetup: (highlighter) => {
      const { codeToHtml } = highlighter;
      highlighter.codeToHtml = (code, options) => codeToHtml(code, { ...options, tokenizeTimeLimit: 0 });
    },
  },
  head: [["link", { rel: "icon", href: "data:," }]],
  // tables of many columns take the whole width
  transformPageData: (page) => {
    if (page.relativePath === "benchmarks.md") Object.assign(page.frontmatter, { aside: false, pageClass: "wide" });
  },
  transformHead: ({ pageData: { relativePath, isNotFound }, siteConfig: { site } }) =>
    isNotFound || relativePath === "404.md"
      ? []
      : [["link", { rel: "alternate", type: "text/markdown", href: `${site.base}${relativePath}` }]],
  // the engine comes when the page is there, and is not loaded before
  transformHtml: (code) => code.replace(/\s*<link rel="modulepreload" href="[^"]*\/engine\.[^"]*">/g, ""),
  // one page after the other: the search numbers what it finds in the order of its coming, and a second build gives the same bytes
  buildConcurrency: 1,
  vite: {
    resolve: { alias: [{ find: /^ancilla$/, replacement: resolve(dist, "index.js") }] },
    build: { chunkSizeWarningLimit: 4000, target: "es2022" },
    ssr: { noExternal: ["ancilla"] },
  },
  themeConfig: {
    search: { provider: "local", options: { miniSearch: { options: { processTerm, tokenize } } } },
    notFound: {
      title: "There is no such page",
      quote: "It may have moved with a release. The search (key /) knows every page, name and code.",
      linkText: "To the first page",
      linkLabel: "To the first page",
    },
    nav: [
      { text: "Learn", link: "/learn/" },
      { text: "Guides", link: "/first-model", activeMatch: "^/(?!learn|papers|gallery|beyond|cli|api|errors/).+" },
      { text: "Papers", link: "/papers/" },
      { text: "Gallery", link: "/gallery" },
      { text: "Beyond the papers", link: "/beyond/" },
      {
        text: "Reference",
        items: [
          { text: "Functions", link: "/api/" },
          { text: "Command line", link: "/cli/" },
          { text: "Codes of errors", link: "/errors" },
        ],
      },
      { text: "Lab", link: "/lab/index.html", target: "_self" },
    ],
    sidebar: {
      "/api/": [reference, commands, codes].map(listed),
      "/cli/": [commands].map(listed),
      "/errors/": [codes].map(listed),
      "/": [...guides, beyond, gallery].map(listed),
    },
    outline: [2, 3],
  },
});
