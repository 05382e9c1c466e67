import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files in the order in which they begin: what takes longest first, and so that three workers come to their end together. */
const LONGEST = ["environment", "example", "connector", "column-types", "search-index", "failures"];

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const known = LONGEST.indexOf(basename(moduleId, ".test.ts"));
      return known < 0 ? LONGEST.length : known;
    };
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Two thirds of the time went into loading Pulumi's packages anew for each file.
          isolate: false,
          maxWorkers: 2,
          include: ["{bench,components,operations,toolchain,images,policy}/**/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          // Each file has a stack and ports of its own, but more would starve a small machine.
          maxWorkers: 3,
          name: "integration",
          // After the unit tests, when both are asked for: projects with other numbers of workers do not mix.
          sequence: { groupOrder: 1 },
          include: ["tests/**/*.test.ts"],
          globalSetup: "tests/support/build-images.ts",
          testTimeout: 900_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
