import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absolutePath } from "../decide/brands.ts";
import { PLACEHOLDERS } from "../decide/command-template.ts";
import { fromGit, fromText, toText } from "../git/path-bytes.ts";
import { fillCommand } from "./command-template.ts";

const values = {
  file: fromText("docs/a b.md"),
  repo: absolutePath("/code/notes"),
  commit: "c".repeat(40),
  task: "document",
};

function filled(words: readonly string[], file: string): readonly string[] {
  const command = fillCommand(words, { ...values, file: fromText(file) });
  if (command.kind === "unfillable") throw new Error(command.problem);
  return command.words;
}

/** Names that somebody would choose to do harm, and parts of them put together. */
const hostileName = fc
  .array(
    fc.oneof(
      fc.constantFrom("-", "--", "'", '"', "`x`", "$(x)", "\n", "\\", " ", ";", "&", "|", "*", "é"),
      fc.constantFrom("{file}", "{path}", "{task}", "{", "}", "$1", "$&", "%s", "/", "a", "="),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join("").replaceAll("\0", "0"))
  .filter((name) => name.isWellFormed());

describe("a filled command", () => {
  test("has each value in its place", () => {
    const words = ["x", "{file}", "{path}", "in {repo}", "{commit}:{file}", "{task}", "{other}"];
    expect(fillCommand(words, values)).toEqual({
      kind: "filled",
      words: [
        "x",
        "docs/a b.md",
        "/code/notes/docs/a b.md",
        "in /code/notes",
        `${values.commit}:docs/a b.md`,
        "document",
        "{other}",
      ],
    });
  });

  test.each(["-rf", "+x", "@list", "host:a", "A=b"])("names %j so that it is a file", (name) => {
    expect(filled(["x", "{file}"], name)).toEqual(["x", `./${name}`]);
  });

  test.each(["a-b", "deep/-rf", "deep/host:a", ".x", "[a]"])("names %j as it is", (name) => {
    expect(filled(["x", "{file}"], name)).toEqual(["x", name]);
  });

  test("has as many words as before, whatever the name is, and the name in one piece", () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const words = filled(["x", "{file}", "a {file} z", "{path}", "{task}"], name);
        const [program, file = "", inside, path, task, ...more] = words;
        expect([program, task, more]).toEqual(["x", "document", []]);
        expect(file.replace(/^\.\//, "")).toBe(name.replace(/^\.\//, ""));
        expect(file.startsWith("-")).toBe(false);
        expect(inside).toBe(`a ${file} z`);
        expect(path).toBe(`/code/notes/${name}`);
      }),
    );
  });

  test("leaves a name that looks like a placeholder alone", () => {
    const names = PLACEHOLDERS.map((name) => `{${name}}`);
    for (const name of names) {
      expect(filled(["x", "{file}", "{path}"], name)).toEqual(["x", name, `/code/notes/${name}`]);
    }
  });

  test("is refused where the name is no text, unless no argument needs it", () => {
    const file = fromGit("caf\xe9.md");
    expect(toText(file)).toContain("\uFFFD");
    for (const word of ["{file}", "{path}"]) {
      expect(fillCommand(["x", word], { ...values, file })).toEqual({
        kind: "unfillable",
        problem: 'The name of "caf\uFFFD.md" is not UTF-8, so it cannot be an argument.',
      });
    }
    expect(fillCommand(["x", "{commit}"], { ...values, file }).kind).toBe("filled");
  });
});
