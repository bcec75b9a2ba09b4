import { expect, test } from "vitest";
import { admit, type Candidate } from "./admission.ts";
import { absolutePath } from "./brands.ts";

const path = absolutePath("/code/notes");
const outer = absolutePath("/code");

const repository = (
  differs: Partial<Extract<Candidate, { kind: "repository" }>> = {},
): Candidate => ({
  kind: "repository",
  root: path,
  superproject: null,
  outer: null,
  remotes: ["origin"],
  cloud: null,
  ...differs,
});

const refusals: readonly (readonly [string, Candidate])[] = [
  ["no-such-path", { kind: "nothing" }],
  ["not-a-folder", { kind: "file" }],
  ["not-a-repository", { kind: "no-repository" }],
  ["unreadable", { kind: "unreadable", detail: "bad object" }],
  ["foreign-owner", { kind: "foreign-owner" }],
  ["bare", { kind: "bare" }],
  ["git-folder", { kind: "git-folder" }],
  ["inside-a-repository", repository({ root: outer })],
  ["submodule", repository({ superproject: outer, outer })],
  ["inside-a-registered-repository", repository({ outer })],
  ["no-remote", repository({ remotes: [] })],
];

test.each(refusals)("refuses: %s", (code, candidate) => {
  const admission = admit(path, candidate, [outer]);
  expect(admission).toMatchObject({ kind: "refused", code });
  if (admission.kind !== "refused") return;
  expect(admission.says).toContain("/code");
  expect(admission.hint).not.toBe("");
});

test("refuses a path whose parts git cannot print one a line", () => {
  const folder = absolutePath("/code/two\nlines");
  const unreadable = { kind: "unreadable", detail: "git ended with code 0" } as const;
  expect(admit(folder, unreadable, [])).toMatchObject({
    kind: "refused",
    code: "line-break-in-path",
    hint: "Rename the folder, then add it again.",
  });
});

test("takes a repository with a remote", () => {
  expect(admit(path, repository(), [])).toEqual({ kind: "admitted", warnings: [] });
});

test("takes one in a folder that a cloud service copies, and warns", () => {
  expect(admit(path, repository({ cloud: "Dropbox" }), [])).toMatchObject({
    kind: "admitted",
    warnings: [expect.stringContaining("Dropbox") as string],
  });
});

test("takes one inside a repository that Hookline does not sync, and warns", () => {
  expect(admit(path, repository({ outer }), [])).toMatchObject({
    kind: "admitted",
    warnings: [expect.stringContaining("/code") as string],
  });
});
