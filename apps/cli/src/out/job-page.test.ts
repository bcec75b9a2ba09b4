import { aJob, aLook, aResult, aTaskFailure, at } from "@hookline/core/testing";
import { expect, test } from "vitest";
import { jobPage } from "./job-page.ts";

const page = (...[job, last]: [Parameters<typeof jobPage>[0], Parameters<typeof jobPage>[1]?]) =>
  jobPage(job, last, {
    now: 100_000,
    homeFolder: "/home/me",
    paint: (_tone, text) => text,
  }).join("\n");

test("a job that was given up says why, what to do and what it printed", () => {
  const job = aJob({ state: "dead", attempts: 3, finishedAt: at(40), failure: aTaskFailure });
  const run = aResult({
    attempt: 3,
    startedAt: at(38),
    succeeded: false,
    ending: "it ended with code 3",
    exitCode: 3,
    stderr: "\u001b[31mno such model\u001b[0m\n",
  });
  expect(page(job, run)).toBe(
    `✗ #7  document  src/a.ts
  State       given up, after 3 attempts, 60 s ago
  Repository  ~/notes
  Commit      1a2b3c4d1a2b
  Queued      2 min ago
  Why         it ended with code 3: no such model
  → Mend the command, then run \`hookline queue retry 7\`.

Attempt 3, 62 s ago, took 2 s: it ended with code 3.
  It printed 32 bytes:
    # The retry policy

    It doubles.
  To standard error:
    no such model`.replace("policy\n\n", "policy\n    \n"),
  );
});

test("of a long output the beginning is shown, of complaints the end", () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join("");
  const text = page(
    aJob({ state: "done", startedAt: at(1), finishedAt: at(3) }),
    aResult({ stdout: lines(100), stdoutBytes: 2e6, stderr: lines(30) }),
  );
  expect(text).toContain("It printed 2 MB:\n    line 1\n");
  expect(text).toContain(
    "    line 40\n    … and 60 more lines: `hookline task results --file src/a.ts`\n  To standard error:\n    10 lines before …\n    line 11\n",
  );
});

test.each([
  [aJob({ state: "cancelled", finishedAt: at(88) }), "State       cancelled 12 s ago"],
  [aJob({ runAt: null }), "State       waits, when you ask"],
  [aLook({ state: "queued" }), "○ look-3  sync  ~/notes\n  State       waits, in its turn"],
  [
    aJob({
      state: "running",
      startedAt: at(88),
      progress: { outputBytes: 2, lastLine: "a\u0007" },
    }),
    "Prints      a\ufffd",
  ],
])("job %# is shown", (job, text) => {
  expect(page(job)).toContain(text);
});

test("an output that went to a file is named, and one that is none is no blank", () => {
  const text = page(aJob(), aResult({ stdout: "", stdoutBytes: 0, output: "docs/a\u0007.md" }));
  expect(text).toContain("Its output is in docs/a\ufffd.md.\n  It printed nothing.");
});
