/** Pages of codes: each document is refused with the code that it stands for, and the one that all are made from is taken. */
import { describe, expect, it } from "vitest";
import { faults, sound } from "../../docs/scripts/document-faults.ts";
import { refusal } from "../../docs/scripts/error-pages.ts";
import { documentModel, readDocument } from "../../src/documents/index.ts";

describe("documents that are refused", () => {
  it.each(Object.entries(faults))("%s", (code, text) => expect(refusal(text).code).toBe(code));
  it("are made from one that is taken", () => expect(documentModel(readDocument(sound)).build({}).name).toBe("decay"));
});
