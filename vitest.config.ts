import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { TallyReporter } from "./scripts/tests/tally-reporter.ts";

const root = import.meta.dirname;
const tally = new TallyReporter(join(root, "node_modules", ".setup", "tally.json"));

export default defineConfig({
  test: {
    root,
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "apps/*/{src,test}/**/*.test.ts",
      "{e2e,bench,scripts}/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    globalSetup: "scripts/tests/hermetic-environment.ts",
    // Real processes, sockets and native modules: a worker is a process of its own.
    pool: "forks",
    maxWorkers: "100%",
    // A deadline for what hangs, not a measure: a busy machine must never fail a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    // A forgotten `.only` would silently leave out everything else.
    allowOnly: false,
    reporters: ["default", tally],
    onConsoleLog: (printed) => !tally.takeLeftOut(printed),
  },
});
