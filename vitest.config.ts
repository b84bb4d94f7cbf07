import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const setupFiles = ["test/setup.ts"];
const elsewhere = ["test/checked/**", "test/browser/**", "test/queue/**", "test/kill/**", "test/site/**", "**/node_modules/**"];

// In browsers a test waits for the state that it means; the limits are for machines that are busy with other things. What such a machine
// spoils all the same is tried once more, and reported.
const patient = { testTimeout: 300_000, hookTimeout: 300_000, retry: 1, expect: { poll: { timeout: 90_000 } } };

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "threads",
    projects: [
      // Files share the modules of their thread: the sources are read and compiled once per thread and not once per file.
      {
        extends: true,
        resolve: { alias: [{ find: /^\.\/entry-point\.ts$/, replacement: resolve("test/entry-point.ts") }] },
        test: {
          name: "release",
          include: ["test/**/*.test.ts"],
          exclude: elsewhere,
          isolate: false,
          globalSetup: ["test/worker-build.ts"],
          setupFiles,
        },
      },
      {
        // the kernels once more, with their asserts and a guard on every pointer
        extends: true,
        test: {
          name: "checked",
          include: ["test/kernels/**/*.test.ts", "test/checked/**/*.test.ts"],
          globalSetup: ["test/checked-build.ts"],
          setupFiles: ["test/checked-setup.ts", ...setupFiles],
        },
      },
      // what needs more than Node: a browser, a Redis
      { extends: true, test: { name: "browser", include: ["test/browser/**/*.test.ts"], setupFiles, ...patient } },
      {
        extends: true,
        test: { name: "queue", include: ["test/queue/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 180_000, setupFiles },
      },
      // the built site: links, and pages in a browser
      { extends: true, test: { name: "docs", include: ["test/site/**/*.test.ts"], setupFiles, ...patient } },
      // the built lab in browsers, and its parts
      { extends: true, test: { name: "lab", include: ["lab/test/**/*.test.ts"], ...patient } },
      // runs that are killed, in processes of their own
      {
        extends: true,
        test: { name: "kill", include: ["test/kill/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 600_000, setupFiles },
      },
    ],
  },
});
