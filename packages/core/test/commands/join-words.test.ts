import fc from "fast-check";
import { expect, test } from "vitest";
import { joinWords } from "../../src/commands/join-words.ts";
import { splitCommand } from "../../src/commands/split-command.ts";
import { makeScratch } from "../../src/testing/scratch.ts";

const word = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...Array.from("ab'\"\\ \t\n$`#;=-{}~*")), maxLength: 8 }),
);
const words = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .filter(([program]) => program !== "")
  .map((all) => all.map((one) => one.replaceAll("\0", "0")));

test("arguments that are joined come apart as they were", () => {
  fc.assert(
    fc.property(words, (all) => {
      expect(splitCommand(joinWords(all))).toEqual({ kind: "split", words: all });
    }),
  );
});

test("what needs no quotes has none", () => {
  const all = ["claude", "-p", "Document {file}", "--out=é/{file}", "it's", ""];
  expect(joinWords(all)).toBe("claude -p 'Document {file}' --out=é/{file} 'it'\\''s' ''");
});

test("they come through git's config as well", async () => {
  const scratch = await makeScratch("join-words");
  try {
    const all = ["sh", "-c", "# a ; \"b\" \\ 'c'\n\td ", "  ", '"', "\\", "é🙂\r\u001b"];
    await scratch.git(
      scratch.root,
      "config",
      "--global",
      "hookline-task.t.command",
      joinWords(all),
    );
    const read = await scratch.git(
      scratch.root,
      "config",
      "--global",
      "-z",
      "hookline-task.t.command",
    );
    expect(splitCommand(read.replace(/\0$/, ""))).toEqual({ kind: "split", words: all });
  } finally {
    await scratch.remove();
  }
});
