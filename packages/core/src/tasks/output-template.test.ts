import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromGit, fromText } from "../git/path-bytes.ts";
import { fillOutput, outputProblem } from "./output-template.ts";

const values = { file: fromText("src/a.ts"), commit: "c".repeat(40), task: "document" };

describe("the template of an output file", () => {
  test.each(["docs/{file}.md", "{file}.md", "{task}/{commit}/{file}", ".cache/{file}"])(
    "can be %j",
    (template) => expect(outputProblem(template)).toBeUndefined(),
  );

  test.each([
    ["{file}", "would replace the file itself"],
    ["docs/all.md", "needs {file}"],
    ["{path}.md", "{path} and {repo} cannot be in it"],
    ["{repo}/{file}.md", "{path} and {repo} cannot be in it"],
    ["/docs/{file}", "must be a path below the top"],
    ["../{file}", "must be a path below the top"],
    ["docs/../../{file}", "must be a path below the top"],
    ["./{file}.md", "must be a path below the top"],
    ["docs//{file}", "must be a path below the top"],
    ["docs/{file}/", "must be a path below the top"],
    [".git/{file}", "not in its .git"],
    ["x/.GIT/{file}", "not in its .git"],
    [`${"x".repeat(256)}{file}`, "is longer than 256 characters"],
  ])("cannot be %j", (template, problem) => {
    expect(outputProblem(template)).toContain(problem);
  });
});

describe("a filled output", () => {
  test("has the values in their place", () => {
    expect(fillOutput("docs/{file}.{commit}.md", values)).toEqual({
      kind: "filled",
      path: `docs/src/a.ts.${values.commit}.md`,
    });
  });

  test("has names as git has them, bytes and placeholders included", () => {
    const fill = (file: string) => fillOutput("ö/{file}.md", { ...values, file: fromGit(file) });
    expect(fill("caf\xe9")).toEqual({ kind: "filled", path: "\xc3\xb6/caf\xe9.md" });
    expect(fill("{task}")).toEqual({ kind: "filled", path: "\xc3\xb6/{task}.md" });
  });

  test.each([
    ["{task}/{file}", { ...values, task: ".." }],
    ["{task}/{file}", { ...values, task: ".git" }],
    ["x/{file}", { ...values, file: fromText("../../a") }],
    [".gi{task}/{file}", { ...values, task: "t" }],
  ])("stays in the repository and out of its .git: %s", (template, hostile) => {
    expect(fillOutput(template, hostile).kind).toBe("unfillable");
  });

  test("never leaves the repository, whatever the values are", () => {
    const part = fc.constantFrom("..", ".", "/", "\\", ".git", "a", ".GIT ", "{file}", "\0", "é");
    const text = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (file, task) => {
        const output = fillOutput("{task}/{file}", { ...values, file: fromText(file), task });
        if (output.kind === "unfillable") return;
        const parts: readonly string[] = output.path.split("/");
        expect(parts.filter((one) => ["", ".", ".."].includes(one))).toEqual([]);
        expect(parts.filter((one) => /^\.git$/i.test(one))).toEqual([]);
      }),
    );
  });
});
