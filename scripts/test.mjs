import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, stateFolder } from "./setup/checkout.mjs";
import { reportFailure } from "./setup/failure.mjs";
import { makeReady } from "./setup/make-ready.mjs";
import { runNode24 } from "./setup/run-node.mjs";

/*
 * What `npm test` runs: setup, then every test of every package; arguments are Vitest's own, such
 * as a path to filter by. The last line is the tally, and it says the same as the exit code.
 */
const tallyFile = join(stateFolder, "tally.json");
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");

try {
  await makeReady();
  rmSync(tallyFile, { force: true });
  const args = [vitest, "run", "--root", root, ...process.argv.slice(2)];
  const exitCode = await runNode24(args, { ...process.env, ...plainUnlessTerminal() });
  process.exitCode = judge(exitCode, readTally());
} catch (error) {
  process.exitCode = reportFailure(error);
  console.log("0 passed, 1 failed");
}

function plainUnlessTerminal() {
  return process.stdout.isTTY ? {} : { NO_COLOR: "1" };
}

/** @returns {import("./tests/tally-reporter.ts").Tally} */
function readTally() {
  const none = { passed: 0, failed: 0, skipped: 0 };
  return existsSync(tallyFile) ? JSON.parse(readFileSync(tallyFile, "utf8")) : none;
}

/**
 * Prints the closing line and returns the exit code.
 *
 * A run that ended badly without a failed test, or in which no test ran at all, is a failure.
 *
 * @param {number} exitCode
 * @param {import("./tests/tally-reporter.ts").Tally} tally
 */
function judge(exitCode, { passed, failed, skipped }) {
  const nothingRan = passed + failed === 0;
  if (nothingRan) console.log("No test was run.");
  const failures = Math.max(failed, nothingRan || exitCode !== 0 ? 1 : 0);
  const tail = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(`${passed} passed, ${failures} failed${tail}`);
  return failures > 0 ? exitCode || 1 : 0;
}
