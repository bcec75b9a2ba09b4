import { absolutePath, HOOK_EVENTS } from "@hookline/core/client";
import type { HookState } from "@hookline/hooks";
import { expect, test } from "vitest";
import { type Fate, type HookEvidence, judgeHooks } from "./judge-hooks.ts";

const all = HOOK_EVENTS.map((event): HookState => ({ event, kind: "file" }));

function flown(...fates: readonly Fate[]): HookEvidence["flown"] {
  return fates.map((fate, at) => ({ event: HOOK_EVENTS[at] ?? "post-commit", fate, said: "" }));
}

function found(changes: Partial<HookEvidence>) {
  return judgeHooks({
    name: "~/notes",
    path: "/home/me/notes",
    states: all,
    flown: flown("arrived", "arrived", "arrived", "arrived", "arrived"),
    agent: "answers",
    hooks: true,
    isOffHere: false,
    spool: "/home/me/spool",
    durationMs: 4,
    deadlineMs: 2000,
    ...changes,
  });
}

const waiting = flown("waits", "waits", "waits", "waits", "waits");
const lost = flown("arrived", "arrived", "arrived", "arrived", "lost");

test.each<[verdict: string, says: string, next: string | null, Partial<HookEvidence>]>([
  ["good", "5 hooks reach the agent (4 ms)", null, {}],
  [
    "good",
    "5 hooks leave records, which the next agent reads",
    null,
    { agent: "none", flown: waiting },
  ],
  [
    "bad",
    "5 hooks leave records, but the agent does not read them.",
    "hookline start --detach",
    { flown: waiting },
  ],
  [
    "bad",
    "5 hooks leave records, but the agent does not read them.",
    "said of the agent above",
    { agent: "silent", flown: waiting },
  ],
  ["bad", "post-commit did not end within 2 s.", "/home/me/spool", { flown: flown("hung") }],
  [
    "bad",
    "post-commit could not be tried: spawn sh ENOENT.",
    "`sh`",
    { flown: [{ event: "post-commit", fate: "not-started", said: "spawn sh ENOENT" }] },
  ],
  ["bad", "left no record in /home/me/spool.", "writable", { agent: "none", flown: flown("lost") }],
  [
    "bad",
    "left no record in /home/me/spool (it said: Warning).",
    "writable",
    { agent: "silent", flown: [{ event: "post-commit", fate: "lost", said: "Warning" }] },
  ],
  [
    "bad",
    "The agent does not say whether it heard post-commit.",
    "said of the agent above",
    { agent: "silent", flown: flown("lost") },
  ],
  [
    "note",
    "Hooks are switched off (hookline.hooks)",
    "config hookline.hooks true",
    { hooks: false, flown: [] },
  ],
  [
    "note",
    "Hooks are switched off for commands of this shell (HOOKLINE_HOOKS=0)",
    "Unset HOOKLINE_HOOKS",
    { isOffHere: true, flown: [] },
  ],
])("%s: %s", (verdict, says, next, evidence) => {
  // What is installed is not what these are about.
  const states = all.slice(0, (evidence.flown ?? all).length);
  const [finding, ...more] = found({ states, ...evidence });
  expect(finding?.verdict).toBe(verdict);
  expect(finding?.says).toMatch(/^~\/notes: /);
  expect(finding?.says).toContain(says);
  if (next === null) expect(finding?.next).toBeNull();
  else expect(finding?.next).toContain(next);
  expect(more).toEqual([]);
});

test("hooks that fare differently are told apart", () => {
  expect(found({ flown: lost }).map(({ verdict, says }) => [verdict, says])).toEqual([
    ["good", "~/notes: 4 hooks reach the agent (4 ms)"],
    ["bad", "~/notes: post-applypatch left no record in /home/me/spool."],
  ]);
});

test("what does not report is said before what does", () => {
  const advice = {
    why: "outside",
    path: absolutePath("/h/post-merge"),
    sentence: "Paste it.",
    snippet: "lines\n",
  } as const;
  const findings = found({
    states: [
      { event: "post-commit", kind: "file" },
      { event: "post-merge", kind: "displaced", advice },
    ],
    flown: flown("arrived"),
  });
  expect(findings).toMatchObject([
    { verdict: "note", says: expect.stringContaining("(post-merge does not report)") },
    { verdict: "good", says: "~/notes: 1 hook reaches the agent (4 ms)" },
  ]);
  expect(findings[0]?.next).toBe("Paste it.\nlines");
});

test("hooks that are missing are installed again", () => {
  const states: HookState[] = [{ event: "post-commit", kind: "missing" }];
  expect(found({ states, flown: [] })).toMatchObject([
    { verdict: "note", next: "Run `hookline add /home/me/notes` to install them again." },
  ]);
});
