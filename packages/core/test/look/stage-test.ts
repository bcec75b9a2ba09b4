import { test as base } from "vitest";
import { makeStage, type Stage } from "./make-stage.ts";

/** A test with a stage of its own, so that many can run side by side. */
export const test = base.extend<{ stage: Stage }>({
  // Vitest reads from the first parameter what a fixture builds on: nothing.
  // oxlint-disable-next-line no-empty-pattern
  stage: async ({}, use) => {
    const stage = await makeStage();
    await use(stage);
    await stage.close();
  },
});
