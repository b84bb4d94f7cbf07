import { afterEach, expect } from "vitest";
import { bytesInUse } from "../bindings/memory.ts";

afterEach(() => {
  expect(bytesInUse(), "linear memory left behind by this test").toBe(0);
});
