/** A server of static files, for looking at the site and for its tests. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".csv": "text/csv",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** What programs that run in place may do: load the site's own files and compile its binary. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** Serves the files of a folder under a path; a folder's page is its index.html. */
export function siteServer(folder: string, base = "/"): Server {
  const root = resolve(folder);
  return createServer(({ url = "/" }, response) => {
    let path = "/404.html"; // also for an address that is none, or that lies beside the site
    try {
      const asked = decodeURIComponent(new URL(url, "http://site").pathname);
      if (asked.startsWith(base)) path = asked.slice(base.length - 1);
    } catch {}
    let file = resolve(root, `.${path}`);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = path !== "/404.html" && file.startsWith(root + sep) && existsSync(file);
    response.statusCode = found ? 200 : 404;
    const page = found ? file : join(root, "404.html");
    if (found && file.startsWith(join(root, "run") + sep)) response.setHeader("content-security-policy", POLICY);
    response.setHeader("content-type", kinds[extname(page)] ?? "application/octet-stream");
    response.end(existsSync(page) ? readFileSync(page) : "");
  });
}
