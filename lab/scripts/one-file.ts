/** The lab as one file: the worker as text inside the page's script, the script and the style inside the page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type InlineConfig, type Plugin } from "vite";

const common = (lab: string): InlineConfig => ({ root: lab, configFile: join(lab, "vite.config.ts"), logLevel: "warn" });

interface Bundle {
  readonly output: readonly {
    readonly type: "chunk" | "asset";
    readonly fileName: string;
    readonly code?: string;
    readonly source?: string | Uint8Array;
  }[];
}

/** One classic script of an entry, and its style. */
async function bundle(
  lab: string,
  entry: string,
  plugins: readonly Plugin[],
): Promise<{ readonly script: string; readonly style: string }> {
  const built = (await build({
    ...common(lab),
    plugins: [...plugins],
    // a classic script has no address of its own, and needs none
    define: { "import.meta": "({})" },
    build: {
      write: false,
      target: "es2022",
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: { input: join(lab, entry), output: { format: "iife", codeSplitting: false } },
    },
  })) as unknown as Bundle | readonly Bundle[];
  const { output } = (Array.isArray(built) ? built[0] : built) as Bundle;
  const script = output.find(({ type }) => type === "chunk")?.code ?? "";
  const style = output
    .filter(({ fileName }) => fileName.endsWith(".css"))
    .map(({ source }) => String(source))
    .join("");
  return { script, style };
}

/** The worker that does everything, as a classic script. */
export async function workerText(lab: string): Promise<string> {
  const carried: Plugin = {
    name: "binary-carried",
    enforce: "pre",
    resolveId: (source) => (source.endsWith("/load-engine.ts") ? join(lab, "src/engine/load-engine-from-text.ts") : null),
  };
  return (await bundle(lab, "src/worker.ts", [carried])).script;
}

/** The whole page. */
export async function oneFile(lab: string, worker: string): Promise<string> {
  const fromText: Plugin = {
    name: "worker-from-text",
    enforce: "pre",
    resolveId(source) {
      if (source === "virtual:worker-text") return "\0worker-text";
      if (source.endsWith("/start-worker.ts")) return join(lab, "src/compute/start-worker-from-text.ts");
      return null;
    },
    load: (id) => (id === "\0worker-text" ? `export default ${JSON.stringify(worker)};` : null),
  };
  const { script, style } = await bundle(lab, "src/main.tsx", [fromText]);
  const page = readFileSync(join(lab, "index.html"), "utf8");
  return page
    .replace("</head>", () => `  <style>${style}</style>\n  </head>`)
    .replace(/<script type="module"[^>]*><\/script>/, () => `<script>${script.replaceAll("</script", "<\\/script")}</script>`);
}
