import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Two thirds of the time went into loading Pulumi's packages anew for each file.
          isolate: false,
          include: ["{bench,components,operations,toolchain,images,policy}/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          // `--maxWorkers=3` beside it: each file has a stack and ports of its own, but more would starve a small machine.
          name: "integration",
          include: ["tests/**/*.test.ts"],
          globalSetup: "tests/support/build-images.ts",
          testTimeout: 900_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
