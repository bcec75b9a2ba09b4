import { delimiter } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runsConfigHooks } from "../../src/decide/hook-facts.ts";
import { debianSid, programsOf } from "../coexistence/debian-sid.ts";
import { gitVersion } from "../scratch-repository.ts";
import { leaveOut } from "../shells.ts";
import { cutShortSuite } from "./cut-short-suite.ts";

const debian = await debianSid();

test.skipIf("reason" in debian)(
  "the git of Debian's unstable suite runs config-based hooks",
  async () => {
    expect(runsConfigHooks(await gitVersion())).toBe(true);
  },
);

if ("root" in debian) {
  const programs = await programsOf(debian.root, ["git"]);
  afterAll(() => programs.remove());
  process.env["PATH"] = programs.folder + delimiter + process.env["PATH"];
  cutShortSuite([2, 54]);
} else leaveOut("installs cut short under the git of Debian's unstable suite", debian.reason);
