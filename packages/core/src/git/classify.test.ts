import { describe, expect, test } from "vitest";
import { classify } from "./classify.ts";

describe("failures of git", () => {
  test.each([
    [{ kind: "timed-out", afterMs: 9 }, "timeout"],
    [{ kind: "stopped" }, "stopped"],
    [{ kind: "too-much-output", limitBytes: 9 }, "unknown"],
    [{ kind: "not-started", lacks: "git", problem: "spawn git ENOENT" }, "git-missing"],
    [{ kind: "not-started", lacks: "folder", problem: "spawn git ENOENT" }, "missing"],
  ] as const)("%j", (exit, kind) => {
    expect(classify(exit).kind).toBe(kind);
  });

  test("the detail is the line that tells, not the one that git adds below it", () => {
    const stderr =
      "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.\n";
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr })).toEqual({
      kind: "auth",
      detail: "git@h: Permission denied (publickey).",
    });
  });

  test("the detail is git's last telling line, not its advice", () => {
    const stderr = "hint: do this\nfatal: it broke\nhint: or that\n";
    expect(classify({ kind: "exited", exitCode: 128, stdout: "", stderr }).detail).toBe("it broke");
  });
});
