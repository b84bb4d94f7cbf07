/** The binary as text: what goes in comes out, in characters that no script has to escape. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOfText, textOfBytes } from "../../bindings/binary-text.ts";
import { wasmText } from "../../bindings/inline.ts";

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test("bytes come back", () => {
  expect(bytesOfText(textOfBytes(every))).toEqual(every);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 255 }), { maxLength: 600 }), (bytes) => {
      expect([...bytesOfText(textOfBytes(Uint8Array.from(bytes)))]).toEqual(bytes);
    }),
  );
});

test("characters need no escape between double quotes, in a template or in a page", () => {
  expect(textOfBytes(every)).toMatch(/^[!#%-[\]-_a-~]+$/);
});

test("what the bundle carries is the binary that lies beside it", () => {
  expect(Buffer.from(bytesOfText(wasmText)).equals(readFileSync("build/ancilla.wasm"))).toBe(true);
});
