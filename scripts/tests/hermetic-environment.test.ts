import { existsSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { expect, test } from "vitest";

test("tests see a scratch home folder and nothing of the person's own settings", () => {
  expect(homedir().startsWith(tmpdir())).toBe(true);
  expect(existsSync(homedir())).toBe(true);
  expect(readdirSync(homedir())).toEqual([]);
  const inherited = Object.keys(process.env).filter((name) => /^(?:GIT|HOOKLINE|XDG)_/.test(name));
  expect(inherited).toEqual(["GIT_CONFIG_NOSYSTEM"]);
  expect(process.env["LC_ALL"]).toBe("C");
});
