/** Links of the built site: where they lead, and which lead nowhere. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** A built site: its folder, and the path under which it is served. */
export interface Site {
  readonly folder: string;
  readonly base: string;
}

/** Every page of a built site. */
export function builtPages(folder: string): readonly string[] {
  return (existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [])
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".html") && !file.startsWith("assets"))
    .sort();
}

/** A page without what its scripts write. */
function markupOf({ folder }: Site, page: string): string {
  return readFileSync(join(folder, page), "utf8").replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "");
}

interface Link {
  readonly link: string;
  /** The file of the site; null where the link leaves it. */
  readonly file: string | null;
  readonly anchor: string;
}

/** Links of a text of a page to its own host. */
function linksOf({ base }: Site, page: string, markup: string): readonly Link[] {
  return [...markup.matchAll(/\s(?:href|src)="([^"]+)"/g)]
    .map(([, link]) => link.replaceAll("&amp;", "&"))
    .filter((link) => !/^(\w+:|\/\/)/.test(link))
    .map((link) => {
      const [path, anchor = ""] = link.split("#");
      if (path === "") return { link, file: page, anchor };
      if (path.startsWith("/") && !path.startsWith(base)) return { link, file: null, anchor };
      const target = posix.normalize(path.startsWith("/") ? `./${path.slice(base.length)}` : posix.join(posix.dirname(page), path));
      return { link, file: target === "." || target.endsWith("/") ? posix.join(target, "index.html") : target, anchor };
    });
}

const idsOf = (site: Site, page: string) => new Set([...markupOf(site, page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));

/** Links of a page within the site that lead nowhere. */
export function broken(site: Site, page: string): readonly string[] {
  return linksOf(site, page, markupOf(site, page))
    .filter(({ file, anchor }) => {
      if (file === null || !existsSync(join(site.folder, file))) return true;
      if (file.startsWith("lab/")) return false; // what follows # is a model there, and no place
      return anchor !== "" && file.endsWith(".html") && !idsOf(site, file).has(decodeURIComponent(anchor));
    })
    .map(({ link }) => link);
}

/** Pages that the text of a page leads to; the bars around it, which a narrow page hides, do not count. */
export function leadsTo(site: Site, page: string): readonly string[] {
  const markup = markupOf(site, page);
  const own = markup.slice(Math.max(0, markup.indexOf('id="VPContent"')));
  return linksOf(site, page, own).flatMap(({ file }) => (file?.endsWith(".html") ? [file] : []));
}

/** Whether any link of a page, in its bars or not, leads to another. */
export function linksTo(site: Site, page: string, target: string): boolean {
  return linksOf(site, page, markupOf(site, page)).some(({ file }) => file === target);
}
