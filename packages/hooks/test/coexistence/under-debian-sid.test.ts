import { delimiter } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runsConfigHooks } from "../../src/decide/hook-facts.ts";
import { gitVersion } from "../scratch-repository.ts";
import { leaveOut } from "../shells.ts";
import { debianSid, programsOf } from "./debian-sid.ts";
import { coexistenceMatrix } from "./matrix.ts";

const debian = await debianSid();

test.skipIf("reason" in debian)(
  "the git of Debian's unstable suite runs config-based hooks",
  async () => {
    expect(runsConfigHooks(await gitVersion())).toBe(true);
  },
);

if ("root" in debian) {
  const programs = await programsOf(debian.root, ["git", "git-lfs", "pre-commit", "sh"]);
  afterAll(() => programs.remove());
  process.env["PATH"] = programs.folder + delimiter + process.env["PATH"];
  await coexistenceMatrix();
} else leaveOut("hooks under the git of Debian's unstable suite", debian.reason);
