import { describe, expect, test } from "vitest";
import { checkCommand, fillPlaceholders, placeholdersIn } from "./command-template.ts";

describe("a command with placeholders", () => {
  test.each([
    [["claude", "-p", "Document {file}", "--model", "sonnet"]],
    [["claude", "--print", "Document {file}"]],
    [["cat", "{path}"]],
    [["git", "-C", "{repo}", "show", "{commit}:{file}"]],
    [["make", "-C", "{repo}", "docs"]],
    [["sh", "-c", 'wc -l "$1" > out', "sh", "{file}"]],
    [["bash", "-lc", 'x "$@"', "bash", "{file}", "{commit}"]],
    [["python3", "tool.py", "-p", "{file}"]],
    [["python3", "-m", "tool", "{file}"]],
    [["perl", "-pe", "s/a/b/", "{file}"]],
    [["node", "--test", "{file}"]],
    [["wc", "-c", "{file}"]],
    [["gcc", "-c", "{file}"]],
    [["nice", "-n", "5", "wc", "-c", "{file}"]],
    [["grep", "-e", "TODO", "{file}"]],
    [["sed", "-i", "s/a/b/", "{file}"]],
    [["jq", ".a", "{file}"]],
    [["rsync", "-e", "ssh", "{file}", "host:"]],
    [["tool", "--in={file}", "--out={task}"]],
  ])("is good: %j", (words) => {
    expect(checkCommand(words)).toMatchObject({ kind: "good" });
  });

  test.each([
    [["{file}"], "{file} in the name of the program"],
    [["./{task}.sh"], "{task} in the name of the program"],
    [["sh", "-c", "wc {file}"], "what stands after -c is code"],
    [["sh", "-c", "{file}"], "what stands after -c is code"],
    [["sh", "-c", "--", "{file}"], "what stands after -c is code"],
    [["bash", "-lc", "cat {path}"], "what stands after -lc is code"],
    [["bash", "-c", "-x", "cat {path}"], "what stands after -c is code"],
    [["/usr/bin/env", "bash", "-ec", "cat {path}"], "what stands after -ec is code"],
    [["python3.12", "-c", "open('{file}')"], "what stands after -c is code"],
    [["node", "-e", "f('{file}')"], "what stands after -e is code"],
    [["node", "-pe", "'{file}'"], "what stands after -pe is code"],
    [["node", "-p", "'{file}'"], "what stands after -p is code"],
    [["node", "--eval", "'{file}'"], "what stands after --eval is code"],
    [["node", "--eval='{file}'"], "what stands in --eval is code"],
    [["perl", "-E", "say '{file}'"], "what stands after -E is code"],
    [["perl", "-lne", "say '{file}'"], "what stands after -lne is code"],
    [["perl", "-esay '{file}'"], "perl may find a flag with code"],
    [["php", "-r", "echo '{file}';"], "what stands after -r is code"],
    [["psql", "-c", "select '{file}'"], "what stands after -c is code"],
    [["psql", "--command", "select '{file}'"], "what stands after --command is code"],
    [["pwsh", "-Command", "cat {file}"], "what stands after -Command is code"],
    [["pwsh", "-command", "cat {file}"], "what stands after -command is code"],
    [["start", "x", "/c", "type {file}"], "what stands after /c is code"],
    [["CMD.EXE", "/c", "type", "{file}"], "cmd makes one line for a shell of its words"],
    [["ssh", "host", "wc", "{file}"], "ssh makes one line for a shell of its words"],
    [["timeout", "5m", "ssh", "host", "{file}"], "ssh makes one line for a shell of its words"],
    [["env", "-i", "A=b", "ssh", "host", "{file}"], "ssh makes one line for a shell of its words"],
    [["awk", '{print "{file}"}'], "awk reads its words as code"],
    [["sed", "s/NAME/{file}/", "x"], "sed reads its words as code"],
    [["unknown-tool", "-e", "{file}"], "what stands after -e is code"],
  ])("is refused where a name would be run: %j", (words, problem) => {
    const checked = checkCommand(words);
    expect(checked.kind).toBe("bad");
    expect(checked).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  test("the refusal says how to do it", () => {
    expect(checkCommand(["sh", "-c", "wc {file}"])).toEqual({
      kind: "bad",
      problem:
        "has {file} where it would become code: what stands after -c is code. Hand it over as an argument, as in sh -c '... \"$1\"' sh {file}",
    });
  });

  test("words in braces that stand for nothing are named once", () => {
    expect(checkCommand(["x", "{files} {file}", "{files}", "{a b}", "{}"])).toEqual({
      kind: "good",
      unknown: ["{files}"],
    });
  });
});

test("what is filled in is not filled in again", () => {
  const values = { file: "{task}", path: "{file}", repo: "$&", commit: "{commit}", task: "{repo}" };
  expect(fillPlaceholders("{file} {path} {repo} {commit} {task} {x}", (name) => values[name])).toBe(
    "{task} {file} $& {commit} {repo} {x}",
  );
  expect(placeholdersIn("{task}{file}{file}")).toEqual(["file", "task"]);
});
