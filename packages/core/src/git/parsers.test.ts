import { describe, expect, test } from "vitest";
import { parseConfigList } from "./config-list.ts";
import type { GitExit } from "./git-process.ts";
import { parseRemoteTip } from "./ls-remote.ts";
import { pushOutcome } from "./push.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);

describe("git config --list --show-scope --show-origin -z", () => {
  test("keys, values with newlines, keys without a value, our own overrides", () => {
    const output = [
      "system",
      "file:/etc/gitconfig",
      "core.editor\nvi",
      "local",
      "file:.git/config",
      "alias.x\ntwo\nlines",
      "local",
      "file:.git/config",
      "core.bare",
      "command",
      "command line:",
      "core.pager\ncat",
      "future",
      "file:x",
      "a.b\nc",
      "",
    ].join("\0");
    expect(parseConfigList(output)).toEqual([
      { scope: "system", origin: "file:/etc/gitconfig", key: "core.editor", value: "vi" },
      { scope: "local", origin: "file:.git/config", key: "alias.x", value: "two\nlines" },
      { scope: "local", origin: "file:.git/config", key: "core.bare", value: null },
      { scope: "unknown", origin: "file:x", key: "a.b", value: "c" },
    ]);
  });

  test("nothing", () => {
    expect(parseConfigList("")).toEqual([]);
  });
});

describe("git ls-remote", () => {
  test.each([
    ["", { kind: "absent" }],
    [`${A}\trefs/heads/main\n`, { kind: "at", commit: A }],
    [`${A}\trefs/heads/old/refs/heads/main\n${B}\trefs/heads/main\n`, { kind: "at", commit: B }],
    [`${A}\trefs/heads/other/refs/heads/main\n`, { kind: "absent" }],
  ])("%j", (output, tip) => {
    expect(parseRemoteTip(output, "refs/heads/main")).toEqual(tip);
  });
});

describe("git push --porcelain", () => {
  const exit = (exitCode: number, stdout: string, stderr = ""): GitExit => ({
    kind: "exited",
    exitCode,
    stdout,
    stderr,
  });
  const refused = (summary: string): GitExit =>
    exit(1, `To http://h/r\n!\t${A}:refs/heads/main\t${summary}\nDone\n`);

  test.each([
    [exit(0, `To http://h/r\n \t${A}:refs/heads/main\ta..b\nDone\n`), "done"],
    [exit(0, "Everything up-to-date\n"), "done"],
    [refused("[rejected] (stale info)"), "moved"],
    [refused("[rejected] (fetch first)"), "moved"],
    [refused("[rejected] (non-fast-forward)"), "moved"],
    [refused("[remote rejected] (failed to update ref)"), "moved"],
    [refused("[remote rejected] (incorrect old value provided)"), "moved"],
    [refused("[remote rejected] (pre-receive hook declined)"), "refused"],
    [refused("[remote rejected] (protected branch hook declined)"), "protected"],
    [
      exit(128, "", "fatal: unable to access 'http://h/r/': Failed to connect to h port 80"),
      "offline",
    ],
    [{ kind: "timed-out", afterMs: 1 } satisfies GitExit, "timeout"],
  ])("%j", (pushed, expected) => {
    const outcome = pushOutcome(pushed);
    expect(outcome.kind === "failed" ? outcome.failure.kind : outcome.kind).toBe(expected);
  });

  test("what the server said comes along", () => {
    const said = "remote: Sign your commits off, please.        \nremote: \nTo http://h/r\n";
    const stdout = `!\t${A}:refs/heads/main\t[remote rejected] (pre-receive hook declined)\n`;
    expect(pushOutcome(exit(1, stdout, said))).toMatchObject({
      failure: {
        detail: "[remote rejected] (pre-receive hook declined) Sign your commits off, please.",
      },
    });
  });
});
