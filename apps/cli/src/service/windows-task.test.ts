import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { aServiceProgram } from "../../test/service/a-service-program.ts";
import { readMark } from "./service-mark.ts";
import { windowsTask } from "./windows-task.ts";

const ME = "OFFICE\\me & you";

describe("the task for Windows", () => {
  test("reads like this", () => {
    const text = windowsTask(aServiceProgram(), ME);
    expect(text.split("\n")[0]).toBe('<?xml version="1.0" encoding="UTF-16"?>');
    for (const part of [
      "<LogonTrigger>\n      <Enabled>true</Enabled>\n      <UserId>OFFICE\\me &amp; you</UserId>",
      "<LogonType>InteractiveToken</LogonType>",
      "<RunLevel>LeastPrivilege</RunLevel>",
      "<Hidden>true</Hidden>",
      "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>",
      "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>",
      "<RestartOnFailure>\n      <Interval>PT1M</Interval>\n      <Count>999</Count>",
      "<Command>%SystemRoot%\\System32\\conhost.exe</Command>",
      "<Arguments>--headless /opt/node --max-semi-space-size=1 /opt/hookline/main.js agent --quiet</Arguments>",
    ])
      expect(text).toContain(part);
  });

  test.each([
    { path: "C:\\Program Files\\a", word: "&quot;C:\\Program Files\\a&quot;" },
    { path: "C:\\with space\\", word: "&quot;C:\\with space\\\\&quot;" },
    { path: 'C:\\a\\"b', word: "&quot;C:\\a\\\\\\&quot;b&quot;" },
    { path: "C:\\R&D", word: "C:\\R&amp;D" },
  ])("has $path as one word", ({ path, word }) => {
    // Not through absolutePath: on this system it is none.
    const text = windowsTask({ ...aServiceProgram(), flags: [path] }, ME);
    expect(text).toContain(`<Arguments>--headless /opt/node ${word} /opt/hookline/main.js agent`);
  });

  test("carries the mark", () => {
    const node = absolutePath(`/it's "R&D" <--> \u00e9`);
    expect(readMark(windowsTask(aServiceProgram({ node }), ME))?.node).toBe(node);
  });
});
