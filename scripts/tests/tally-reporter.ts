import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, SerializedError, TestModule, TestSuite } from "vitest/node";

/** How many tests ended in which way; failures outside of a test count as failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const LEFT_OUT = /^left out: .+$/gm;

/**
 * Keeps the tally of a run in a file and says at the end what was left out.
 *
 * A suite that cannot run here prints `left out: <suite>: <reason>`; the lines stand together
 * at the end instead of somewhere in the middle.
 */
export class TallyReporter implements Reporter {
  readonly #file: string;
  readonly #leftOut = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Takes what a test printed; true when it was nothing but lines about suites left out. */
  takeLeftOut(printed: string): boolean {
    for (const line of printed.match(LEFT_OUT) ?? []) this.#leftOut.add(line);
    return printed.replaceAll(LEFT_OUT, "").trim() === "" && printed.trim() !== "";
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    for (const line of [...this.#leftOut].toSorted()) console.log(line);
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(tallyOf(modules, unhandled.length)));
  }
}

function tallyOf(modules: readonly TestModule[], unhandled: number): Tally {
  const tally = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    tally.failed += brokenOutsideTests(module);
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed" || state === "failed") tally[state] += 1;
      else tally.skipped += 1;
    }
  }
  return tally;
}

/** Counts the file and the suites that failed to load, to set up or to tear down. */
function brokenOutsideTests(module: TestModule): number {
  const groups: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  return groups.filter((group) => group.errors().length > 0).length;
}
