import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAddress, redact, shownAddress } from "../../src/queue/address.ts";

describe("an address of Redis", () => {
  it.each([
    ["redis://host", "redis://host", 0],
    ["rediss://user:pass@host:6380/2", "rediss://host:6380/2", 2],
    ["redis://:p@ss@host:1", "redis://host:1", 0],
    ["redis://[::1]:7?password=hunter2&db=4", "redis://[::1]:7", 4],
  ])("%s is read and shown without its secrets", (url, shown, database) => {
    expect(readAddress(url)).toMatchObject({ shown, database });
  });

  it.each([
    ["http://user:hunter2@host", "does not begin with redis://"],
    ["hunter2", "does not begin with redis://"],
    ["redis://:hunt/er2@host", "is no URL"],
    ["redis://u:12/hunter2@host", "names no database"],
    ["redis://host/hunter2", "names no database"],
    ["redis://:hunter2%@host", "has a % that begins no code"],
    ["redis:///0", "names no host"],
  ])("%s gets a sentence without its secrets", (url, sentence) => {
    const attempt = (): unknown => readAddress(url);
    expect(attempt).toThrow(sentence);
    expect(attempt).not.toThrow(/hunt/);
  });
});

/** Characters that make addresses odd; no letters of the words around them, so that a leak is a leak. */
const odd = fc.string({ unit: fc.constantFrom(..."@:/?#%&= '\"`\\[]{}<>~ßπ🙂0189"), minLength: 4, maxLength: 14 });

describe("no secret", () => {
  const addresses = fc
    .tuple(fc.constantFrom("redis", "rediss", "REDIS"), fc.constantFrom("", "ann"), odd, fc.constantFrom("", "/3"), fc.boolean())
    .map(([scheme, user, middle, path, encode]) => {
      const secret = `Zq${middle}Xv`;
      return { secret, url: `${scheme}://${user}:${encode ? encodeURIComponent(secret) : secret}@host:6379${path}` };
    });

  it("is shown with an address, in a message, or in a command", () => {
    fc.assert(
      fc.property(addresses, ({ secret, url }) => {
        const texts = [
          shownAddress(url),
          redact(`connect to ${url} failed`, url),
          redact(`AUTH ${secret} ${encodeURIComponent(secret)}`, url),
        ];
        // Without the address at hand, a word is what has no space in it.
        if (!/\s/.test(url)) texts.push(redact(`connect to ${url} failed`));
        try {
          texts.push(readAddress(url).shown);
        } catch (error) {
          texts.push((error as Error).message);
        }
        for (const text of texts) expect(text).not.toMatch(/Zq|Xv/);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it("is shown with options of an address", () => {
    fc.assert(
      fc.property(odd, fc.constantFrom("password", "username", "auth"), (middle, key) => {
        const url = `redis://host/0?${key}=Zq${encodeURIComponent(middle)}Xv`;
        for (const text of [shownAddress(url), redact(`at ${url} now`), redact(`said Zq${middle}Xv`, url)])
          expect(text).not.toMatch(/Zq|Xv/);
      }),
      { numRuns: 1000, seed: 12 },
    );
  });

  it("leaves texts alone that have none", () => {
    for (const text of ["a // b", "see https://doi.org/10.1103/x and redis://host:1/2", "mail a@b // no", "x?y=1"]) {
      expect(redact(text)).toBe(text);
    }
  });
});
