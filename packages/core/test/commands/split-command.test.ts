import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitCommand } from "../../src/commands/split-command.ts";

describe("a command is split", () => {
  test.each<readonly [string, readonly string[]]>([
    ["python -m src.main tick", ["python", "-m", "src.main", "tick"]],
    ["  a \t b\nc  ", ["a", "b", "c"]],
    ["a 'b c' \"d e\"", ["a", "b c", "d e"]],
    ["a b\\ c", ["a", "b c"]],
    ["a 'b\\c' \"b\\c\"", ["a", "b\\c", "b\\c"]],
    ['a "\\"" "\\\\" "\\$x" "\\`"', ["a", '"', "\\", "$x", "`"]],
    ["a 'it'\\''s'", ["a", "it's"]],
    ["a '' \"\"", ["a", "", ""]],
    ["a --x='y z'w", ["a", "--x=y zw"]],
    ["a\\\nb", ["ab"]],
    // What a shell would act on is text.
    [
      "echo $HOME *.ts $(id) `id` ; rm -rf / | cat > x & # y",
      [
        "echo",
        "$HOME",
        "*.ts",
        "$(id)",
        "`id`",
        ";",
        "rm",
        "-rf",
        "/",
        "|",
        "cat",
        ">",
        "x",
        "&",
        "#",
        "y",
      ],
    ],
    ["echo $'a\\n' ~ {a,b} !x", ["echo", "$a\\n", "~", "{a,b}", "!x"]],
    ["echo 🙂 'é ü'", ["echo", "🙂", "é ü"]],
    ["-x", ["-x"]],
  ])("%j", (command, words) => {
    expect(splitCommand(command)).toEqual({ kind: "split", words });
  });

  test.each([
    ["a 'b", "has a ' that is not closed"],
    ['a "b', 'has a " that is not closed'],
    ['a "b\\"', 'has a " that is not closed'],
    ["a b\\", "ends with a backslash"],
    ["", "names no program"],
    [" \t\n", "names no program"],
    ["'' a", "names no program"],
  ])("never by guessing: %j", (command, problem) => {
    expect(splitCommand(command)).toEqual({ kind: "unclear", problem });
  });

  test("as the shell itself does, where nothing but quoting is used", () => {
    const piece = fc.constantFrom("a", "é", " ", "\t", "'", '"', "\\", "=", "-", "%s", ".", "/");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `x${pieces.join("")}`;
        const split = splitCommand(text);
        // dash ends a line with a lone backslash differently from a command that is one line.
        fc.pre(!text.endsWith("\\"));
        const inShell = shellWords(text);
        expect(split.kind === "split" ? split.words : null).toEqual(inShell);
      }),
      { numRuns: 300 },
    );
  });
});

/** The words that sh makes of a text; null where it refuses. */
function shellWords(text: string): readonly string[] | null {
  try {
    const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${text}`], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    return printed.toString("utf8").split("\0").slice(0, -1);
  } catch {
    return null;
  }
}
