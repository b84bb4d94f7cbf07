/** Addresses of Redis: read, shown without their secrets, and taken out of any text. */
import { wrongValue } from "../errors.ts";

const remedy = "Write redis://host:6379, with rediss for TLS and /2 behind it for database 2.";

/** A Redis address, read once; `shown` has no user, no password and no options. */
export interface Address {
  readonly url: string;
  readonly shown: string;
  readonly database: number;
}

/**
 * Read an address of Redis.
 * @throws RangeError with the address as it may be shown
 */
export function readAddress(url: string): Address {
  const shown = shownAddress(url);
  const refuse = (but: string): Error => wrongValue("redis", "be the address of a Redis", null, remedy, but);
  if (!/^rediss?:\/\//i.test(url)) throw refuse(`"${shown}" does not begin with redis:// or rediss://`);
  if (!URL.canParse(url)) throw refuse(`"${shown}" is no URL (write special characters of a password as %40, %2F …)`);
  const parsed = new URL(url);
  const place = parsed.pathname.replace(/^\//, "") || (parsed.searchParams.get("db") ?? "0");
  if (parsed.hostname === "") throw refuse(`"${shown}" names no host`);
  if (!decodes(parsed.username) || !decodes(parsed.password)) throw refuse(`"${shown}" has a % that begins no code (write it as %25)`);
  if (!/^\d{1,9}$/.test(place)) throw refuse(`"${shown}" names no database by a number`);
  return { url, shown, database: Number(place) };
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** An address as it may be shown: scheme, host, port and database. Where a password may hide in these, nothing of them is shown. */
export function shownAddress(url: string): string {
  const scheme = /^(rediss?):\/\//i.exec(url)?.[1].toLowerCase();
  if (!scheme) return "***";
  const rest = url.slice(scheme.length + 3);
  const afterHost = /[/?#].*$/s.exec(rest)?.[0] ?? "";
  if (!URL.canParse(url) || afterHost.includes("@")) return `${scheme}://***`;
  const { host, pathname } = new URL(url);
  return `${scheme}://${host}${/^\/\d{1,9}$/.test(pathname) ? pathname : ""}`;
}

/**
 * A text without the secrets of the addresses in it: whatever stands between `//` and the last `@` of a word, and the values after
 * `?`, become ***. `known` are addresses whose own secrets are taken out wherever they stand.
 */
export function redact(text: string, ...known: readonly string[]): string {
  let clean = text;
  for (const url of known) if (url.length > 8) clean = clean.replaceAll(url, shownAddress(url));
  for (const secret of known.flatMap(secretsOf).sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, "***");
  if (!clean.includes("//") && !/passw/i.test(clean)) return clean;
  return clean
    .replace(/\/\/\S*@/g, "//***@")
    .replace(/(:\/\/[^\s?]*)\?\S*/g, "$1?***")
    .replace(/\b(password|passwd)=[^\s&]+/gi, "$1=***");
}

/** Every form in which the secrets of an address may appear in a message. */
function secretsOf(url: string): string[] {
  const forms = partsOf(url).flatMap((part) => [part, decoded(part), encodeURIComponent(wellFormed(part))]);
  return [...new Set(forms)].filter((secret) => secret.length >= 3);
}

function partsOf(url: string): string[] {
  const rest = /\/\/(.*)$/s.exec(url)?.[1] ?? url;
  const user = rest.slice(0, Math.max(0, rest.lastIndexOf("@")));
  const raw = [user, user.slice(user.indexOf(":") + 1)];
  if (shownAddress(url).endsWith("***") || !URL.canParse(url)) return raw;
  const { username, password, searchParams } = new URL(url);
  const options = [...searchParams].filter(([key]) => key !== "db" && key !== "family").map(([, value]) => value);
  return password || username ? [...raw, password, `${username}:${password}`, ...options] : options;
}

function decoded(text: string): string {
  return decodes(text) ? decodeURIComponent(text) : text;
}

/** Without halves of surrogate pairs, which cannot be encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
