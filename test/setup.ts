import "../bindings/carried.ts";
import fc from "fast-check";
import { afterEach, expect } from "vitest";
import { bytesInUse } from "../bindings/memory.ts";

// Properties are tried on the same inputs everywhere; set FAST_CHECK_SEED to look further.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20240405) });

afterEach(() => {
  expect(bytesInUse(), "linear memory left behind by this test").toBe(0);
});
