import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    pool: "threads",
    projects: [
      {
        extends: true,
        test: {
          name: "release",
          include: ["test/**/*.test.ts"],
          exclude: ["test/checked/**", "**/node_modules/**"],
          setupFiles: ["test/setup.ts"],
        },
      },
      {
        // the kernels once more, with their asserts and a guard on every pointer
        extends: true,
        test: {
          name: "checked",
          include: ["test/kernels/**/*.test.ts", "test/checked/**/*.test.ts"],
          globalSetup: ["test/checked-build.ts"],
          setupFiles: ["test/checked-setup.ts", "test/setup.ts"],
        },
      },
    ],
  },
});
