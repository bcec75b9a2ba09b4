import type { GitFailure } from "../decide/git-failure.ts";
import { FAILURE_PATTERNS, matches, withoutNames } from "./failure-patterns.ts";
import type { GitExit } from "./git-process.ts";
import { describeExit, plainLine } from "./run-git.ts";

const NOT_STARTED = { git: "git-missing", folder: "missing", other: "unknown" } as const;

/** Sorts a git command that did not succeed into the kinds of `GitFailure`. */
export function classify(exit: GitExit): GitFailure {
  switch (exit.kind) {
    case "timed-out":
      return { kind: "timeout", detail: describeExit(exit) };
    case "stopped":
      return { kind: "stopped", detail: describeExit(exit) };
    case "too-much-output":
      return { kind: "unknown", detail: describeExit(exit) };
    case "not-started":
      return { kind: NOT_STARTED[exit.lacks], detail: describeExit(exit) };
    case "exited": {
      const lines = exit.stderr.split("\n").map((line) => ({ line, plain: withoutNames(line) }));
      for (const pattern of FAILURE_PATTERNS) {
        const telling = lines.find(({ plain }) => matches(pattern, plain));
        if (telling !== undefined) return { kind: pattern.kind, detail: plainLine(telling.line) };
      }
      return { kind: "unknown", detail: describeExit(exit) };
    }
  }
}
