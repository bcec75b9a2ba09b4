import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { hookBlock, hookFile, pasteSnippet } from "../script/hook-block.ts";
import { classifyHook } from "./existing-hook.ts";

const script = absolutePath("/r/.git/hookline/hook.sh");
const block = hookBlock("post-commit", script);
const file = hookFile("post-commit", script);

test.each([
  "#!/bin/sh",
  "#!/bin/sh -e",
  "#! /bin/dash",
  "#!/bin/bash -eu",
  "#!/usr/bin/zsh",
  "#!/bin/ksh",
  "#!/usr/bin/env sh",
  "#!/usr/bin/env bash",
  "#!/usr/bin/env -S bash -e",
  "#!/bin/busybox sh",
  "#!C:/Git/usr/bin/sh.exe",
])("%s is a shell script that a block can go into", (shebang) => {
  const found = classifyHook("post-commit", `${shebang}\necho hi\n`, true);
  expect(found).toEqual({ kind: "shell", block: undefined, alone: false });
});

test.each([
  ["python", "#!/usr/bin/env python3\nprint()\n"],
  ["node", "#!/usr/bin/node\n"],
  ["fish, which is another language", "#!/usr/bin/fish\n"],
  ["no shebang", "echo hi\n"],
  ["a shebang without its newline", "#!/bin/sh"],
  ["nothing", ""],
  ["a compiled program", "\u007fELF\u0002\u0001\u0000\n#!/bin/sh\n"],
  ["sh that hands itself to python", `#!/bin/sh\n'''exec' python3 "$0" "$@"\n' '''\n`],
  ["sh that hands itself to tclsh", `#!/bin/sh\n# \\\nexec tclsh "\${0}" "$@"\n`],
])("%s is not a shell script", (_what, text) => {
  expect(classifyHook("post-commit", text, true)).toEqual({ kind: "closed", why: "not-shell" });
});

test("a shell script with Windows line ends is left alone", () => {
  const found = classifyHook("post-commit", "#!/bin/sh\r\necho hi\r\n", true);
  expect(found).toEqual({ kind: "closed", why: "crlf" });
});

test("a hook that git skips is left alone", () => {
  const found = classifyHook("post-commit", "#!/bin/sh\n", false);
  expect(found).toEqual({ kind: "closed", why: "not-executable" });
});

describe("with a block of ours", () => {
  test("our own file is told from a hook that holds our block", () => {
    const ours = classifyHook("post-commit", file, true);
    expect(ours).toEqual({ kind: "shell", block, alone: true });
    const added = classifyHook("post-commit", `${file}echo more\n`, true);
    expect(added).toEqual({ kind: "shell", block, alone: false });
  });

  test("our own file without its x bit is due to be written again", () => {
    const found = classifyHook("post-commit", file, false);
    expect(found).toEqual({ kind: "shell", block: "", alone: true });
  });

  test("a hook that has become closed still says that it holds it", () => {
    const found = classifyHook("post-commit", `#!/bin/sh\n${block}echo more\n`, false);
    expect(found).toEqual({ kind: "closed", why: "not-executable", block });
  });

  test.each([
    ["its end is gone", block.slice(0, block.lastIndexOf("#"))],
    ["its beginning is gone", block.slice(block.indexOf("\n") + 1)],
    ["it stands twice", block + block],
    ["its lines end as on Windows", block.replaceAll("\n", "\r\n")],
    ["something stands before it on its line", `:; ${block}`],
  ])("it is damaged when %s", (_how, damaged) => {
    const found = classifyHook("post-commit", `#!/bin/sh\n${damaged}echo more\n`, true);
    expect(found).toEqual({ kind: "closed", why: "damaged-block" });
  });
});

test("lines that someone pasted are recognised in any language, for their own event", () => {
  const pasted = `#!/usr/bin/env python3\n${pasteSnippet("post-commit")}`;
  expect(classifyHook("post-commit", pasted, true)).toEqual({ kind: "pasted" });
  expect(classifyHook("post-merge", pasted, true)).toMatchObject({ kind: "closed" });
});
