import { expect, test } from "vitest";
import { chooseShell } from "./choose-shell.ts";

const there = { kind: "there" } as const;
const absent = { kind: "absent", why: "DISPLAY is not set" } as const;
const electron = "/opt/electron";

test.each([
  ["linux", there, null, electron, { kind: "electron", program: electron }],
  ["linux", there, null, null, { kind: "native", instead: true }],
  ["linux", there, "native", electron, { kind: "native", instead: false }],
  ["linux", there, "native", null, { kind: "native", instead: false }],
  ["linux", there, "electron", electron, { kind: "electron", program: electron }],
  ["linux", there, "electron", null, { kind: "none", why: "Electron is not installed" }],
  ["linux", absent, "electron", electron, { kind: "none", why: /DISPLAY is not set/ }],
  ["linux", absent, null, null, { kind: "none", why: /DISPLAY is not set/ }],
  ["darwin", there, null, electron, { kind: "electron", program: electron }],
  ["darwin", there, null, null, { kind: "none", next: /install-electron/ }],
  ["win32", there, "native", electron, { kind: "none", why: "the native shell is for Linux" }],
] as const)("%s, %j, wanted %s, Electron at %s", (platform, session, wanted, program, chosen) => {
  expect(chooseShell({ platform, session, wanted, electron: program })).toMatchObject(chosen);
});
