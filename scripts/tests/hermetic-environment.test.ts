import { existsSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { expect, test } from "vitest";

test("tests see a scratch home folder and nothing of the person's own settings", () => {
  expect(homedir().startsWith(tmpdir())).toBe(true);
  expect(existsSync(homedir())).toBe(true);
  // Other tests may have run programs that keep a cache there; none brings the person's settings.
  const persons = [".gitconfig", ".ssh", ".config", ".npmrc"];
  expect(readdirSync(homedir()).filter((name) => persons.includes(name))).toEqual([]);
  const inherited = Object.keys(process.env).filter((name) => /^(?:GIT|HOOKLINE|XDG)_/.test(name));
  expect(inherited).toEqual(["GIT_CONFIG_NOSYSTEM"]);
  expect(process.env["LC_ALL"]).toBe("C");
});
