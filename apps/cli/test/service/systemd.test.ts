import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agentWords } from "../../src/service/service-program.ts";
import { systemdUnit } from "../../src/service/systemd-unit.ts";
import { eventually } from "../runner/runner-world.ts";
import { makeUserSystemd, type UserSystemd, whyNoUserSystemd } from "./user-systemd.ts";

const missing = await whyNoUserSystemd();
if (missing !== undefined) console.log(`left out: the service under a real systemd: ${missing}`);

/** A program that tells its words and a variable. */
const TELLS = `#!/bin/sh
{ printf '%s\\0' "$@"; printf %s "$STRANGE"; } >"$TOLD.new"
mv "$TOLD.new" "$TOLD"
`;

let world: UserSystemd;
let unit: string;

/** What the service says of itself, for programs. */
async function view(): Promise<Record<string, unknown>> {
  const { output } = await world.hookline("service", "status", "--json");
  const value: unknown = JSON.parse(output);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The pid of the agent that answers; `undefined` when none does. */
async function agent(): Promise<number | undefined> {
  const { output } = await world.hookline("status", "--json");
  const pid = /"pid": (\d+)/.exec(output)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

async function succeeds(...args: string[]): Promise<string> {
  const { code, output } = await world.hookline(...args);
  expect([code, output]).toEqual([0, output]);
  return output;
}

describe.runIf(missing === undefined)(
  "the service under a real systemd",
  { timeout: 180_000 },
  () => {
    beforeEach(async () => {
      world = await makeUserSystemd();
      unit = world.scratch.path("home", ".config", "systemd", "user", "hookline.service");
    });
    afterEach(() => world.end());

    test("starts the agent, brings it back when it is killed, and leaves nothing", async () => {
      await succeeds("service", "install");
      const first = await agent();
      expect(await view()).toMatchObject({
        installed: true,
        enabled: true,
        running: true,
        pid: first,
      });
      expect(await world.run("systemd-analyze", "--user", "verify", unit)).toEqual({
        code: 0,
        output: "",
      });
      await world.kill(first ?? 0);
      await eventually(async () => expect(await agent()).toBeGreaterThan(first ?? 0));
      expect(await view()).toMatchObject({ running: true });
      await succeeds("service", "remove");
      expect(await agent()).toBeUndefined();
      expect(await readdir(dirname(unit))).toEqual([]);
      expect(await world.run("systemctl", "--user", "cat", "hookline.service")).toMatchObject({
        code: 1,
      });
      expect(await succeeds("service", "remove")).toBe("No service is installed.\n");
    });

    test("takes over from an agent that was started otherwise; done again, it changes nothing", async () => {
      await succeeds("start", "--detach");
      const other = await agent();
      expect(await succeeds("service", "install")).toContain(
        "The agent that was running has ended",
      );
      const first = await agent();
      expect(first).not.toBe(other);
      const text = await readFile(unit, "utf8");
      expect(await succeeds("service", "install")).toContain(
        "systemd already starts the agent at login",
      );
      expect(await agent()).toBe(first);
      expect(await readFile(unit, "utf8")).toBe(text);
    });

    test("is what `restart`, and `start --detach` after a `stop`, start again", async () => {
      await succeeds("service", "install");
      const first = await agent();
      expect(await succeeds("restart")).toContain("The agent was restarted");
      expect(await agent()).not.toBe(first);
      expect(await view()).toMatchObject({ running: true });
      await succeeds("stop");
      expect(await view()).toMatchObject({ enabled: true, running: false, pid: null });
      await succeeds("start", "--detach");
      expect(await view()).toMatchObject({ running: true });
      await succeeds("stop");
      expect(await succeeds("restart")).toMatch(/^No agent was running\.\n✓ The agent is running/);
      expect(await view()).toMatchObject({ running: true });
    });

    test("notices that Hookline moved, and an installation mends it", async () => {
      await succeeds("service", "install");
      const text = await readFile(unit, "utf8");
      await writeFile(unit, text.replaceAll(/\/[^ "]*main\.js/g, "/moved/main.js"));
      for (const command of [["service", "status"], ["doctor"]]) {
        const { code, output } = await world.hookline(...command);
        expect([code, output]).toEqual([
          1,
          expect.stringContaining(
            "✗ The service starts /moved/main.js, which is not there any more.\n  → Run `hookline service install`",
          ),
        ]);
      }
      await succeeds("service", "install");
      expect(await readFile(unit, "utf8")).toBe(text);
      expect(await view()).toMatchObject({ running: true });
    });

    test.each([
      [
        "a unit of the user's own",
        (path: string) => writeFile(path, "[Service]\nExecStart=/bin/true\n"),
      ],
      ["a mask", (path: string) => symlink("/dev/null", path)],
      ["a folder", (path: string) => mkdir(path)],
    ])("leaves %s alone", async (_what, put) => {
      await mkdir(dirname(unit), { recursive: true });
      await put(unit);
      for (const command of ["install", "remove"]) {
        const { code, output } = await world.hookline("service", command);
        expect([code, output]).toEqual([
          1,
          expect.stringContaining(`✗ ${unit} is not ours, so it is left alone.`),
        ]);
      }
      expect(existsSync(unit)).toBe(true);
      expect(await world.hookline("service", "status")).toMatchObject({
        code: 0,
        output: expect.stringContaining("is not ours"),
      });
      expect(await succeeds("start", "--detach")).toContain("The agent is running");
    });

    test("takes back what it could not finish, and gives the agent back that ended for it", async () => {
      await succeeds("start", "--detach");
      await mkdir(dirname(unit), { recursive: true });
      await writeFile(join(dirname(unit), "default.target.wants"), "no folder");
      const { code, output } = await world.hookline("service", "install");
      expect([code, output]).toEqual([
        1,
        expect.stringContaining("enable --quiet hookline.service` failed: Failed to enable unit"),
      ]);
      expect(await readdir(dirname(unit))).toEqual(["default.target.wants"]);
      expect(await agent()).toBeGreaterThan(0);
      expect(await view()).toMatchObject({ installed: false, running: false });
    });

    test.each([
      ["with everything but quotes", "100% $HOME ${PATH} %h ;a #b é\u{1f600} a=b"],
      ["with quotes", 'it\'s 100% $HOME ${PATH} %h "quoted" back\\slash\\ ;a #b é\u{1f600} a=b'],
    ])("starts exactly the words and variables that it was given, %s", async (_what, strange) => {
      const folder = world.scratch.path(strange);
      const node = absolutePath(join(folder, "node"));
      const told = join(folder, "told");
      await mkdir(folder);
      await writeFile(node, TELLS, { mode: 0o755 });
      const program = {
        node,
        flags: ["--flag", "tab\tnew\nline"],
        main: absolutePath(join(folder, "main.js")),
        home: world.scratch.path("state"),
        environment: { PATH: "/usr/bin:/bin", STRANGE: strange, TOLD: told },
      };
      await mkdir(dirname(unit), { recursive: true });
      await writeFile(unit, systemdUnit(program));
      expect(await world.run("systemd-analyze", "--user", "verify", unit)).toEqual({
        code: 0,
        output: "",
      });
      await world.run("systemctl", "--user", "daemon-reload");
      await world.run("systemctl", "--user", "start", "hookline.service");
      const words = await eventually(() => readFile(told, "utf8"));
      expect(words.split("\0")).toEqual([...agentWords(program), strange]);
    });
  },
);
