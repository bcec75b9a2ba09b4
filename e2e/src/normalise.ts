import { hostname } from "node:os";

/** What differs from one run to the next, and what a story shows instead. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // Times and how long something took.
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, "<time>"],
  [/\b\d{8}T\d{6}Z/g, "<time>"],
  [/\bjust now\b|\b\d+(?:\.\d+)? (?:ms|s|min|h|days) ago\b/g, "<ago>"],
  [/\b\d+(?:\.\d+)? (?:ms|s|min|h|days)\b/g, "<span>"],
  [/(\bAttempt \d+) (?:now|in <span>)/g, "$1 <soon>"],
  [/(\w+Ms"?[:=] ?)\d+/g, "$1<ms>"],
  // Processes and commits.
  [/(\b(?:pid|Agent)"?[ :=] ?)\d+/g, "$1<pid>"],
  [/-(diverged|rewound|in-the-way|replaced)-[0-9a-f]{8}\b/g, "-$1-<commit>"],
  [/\b[0-9a-f]{10}\b(?= →)|(?<=→ )[0-9a-f]{10}\b/g, "<commit>"],
  [/\b[0-9a-f]{40}\b|\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,12}\b/g, "<commit>"],
  // What passes by itself: an agent looks now and then, and a story may catch it at that.
  [/ (?:Looking at it now|A look is queued)\./g, ""],
  [/^( *)↻(?=.*: in sync|.*\n +In sync)/gm, "$1✓"],
  [/^( *)↻(?! #)/gm, "$1○"],
  [/(?<=Queue: .*)\b\d+ (?:waiting|running)(?:, )?/g, ""],
  [/Queue: \./g, "Queue empty."],
];

/** What a sandbox calls its own. */
export interface Own {
  readonly root: string;
  readonly port: number;
}

/**
 * Turns what a command printed into lines that are the same at each run.
 *
 * Blanks at the end of a line, and blank lines at the end, are left out: nobody sees them.
 */
export function normalise(output: string, { root, port }: Own): string[] {
  let text = output
    .replaceAll(root, "$STORY")
    .replaceAll(` on ${hostname()}`, " on <host>")
    .replaceAll(new RegExp(`\\b${port}\\b`, "g"), "$PORT");
  for (const [pattern, shown] of RULES) text = text.replaceAll(pattern, shown);
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
