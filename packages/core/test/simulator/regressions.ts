import type { Scenario } from "./play/generate.ts";

/**
 * Stories that once broke a promise, shrunk. They are played first, for ever; `npm run simulate`
 * prints a failing one in this form.
 */
export const REGRESSIONS: Readonly<Record<string, Scenario>> = {
  "a commit on top of a rewrite that the person pushed is pushed": {
    machines: 1,
    operations: [
      { kind: "look", machine: 0, a: 5, b: 1 },
      { kind: "edit", machine: 0, a: 0, b: 1 },
      { kind: "amend", machine: 0, a: 0, b: 0 },
      { kind: "forcePush", machine: 0, a: 0, b: 0 },
      { kind: "edit", machine: 0, a: 0, b: 1 },
      { kind: "commit", machine: 0, a: 0, b: 1 },
    ],
  },
  "a part of what the remote dropped is not brought back": {
    machines: 1,
    operations: [
      { kind: "edit", machine: 0, a: 0, b: 1 },
      { kind: "commit", machine: 0, a: 0, b: 1 },
      { kind: "edit", machine: 0, a: 0, b: 1 },
      { kind: "commit", machine: 0, a: 0, b: 1 },
      { kind: "look", machine: 0, a: 5, b: 1 },
      { kind: "reset", machine: 0, a: 1, b: 0 },
      { kind: "rewindThere", machine: 0, a: 1, b: 1 },
    ],
  },
  "what the remote dropped is known after a look at another branch": {
    machines: 2,
    operations: [
      { kind: "edit", machine: 0, a: 0, b: 282 },
      { kind: "commit", machine: 0, a: 5, b: 1 },
      { kind: "look", machine: 0, a: 5, b: 1 },
      { kind: "forcePush", machine: 1, a: 0, b: 118 },
      { kind: "switch", machine: 0, a: 0, b: 281 },
      { kind: "forcePush", machine: 0, a: 5, b: 1 },
      { kind: "look", machine: 0, a: 5, b: 1 },
      { kind: "fetch", machine: 0, a: 5, b: 1 },
      { kind: "switch", machine: 0, a: 5, b: 1 },
    ],
  },
};
