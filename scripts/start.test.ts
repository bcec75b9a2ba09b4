import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ended, ScratchCheckout } from "./tests/scratch-checkout.ts";

const WAIT = { timeout: 30_000 };

let checkout: ScratchCheckout;

beforeEach(() => {
  checkout = new ScratchCheckout();
});

afterEach(() => checkout.dispose());

describe("npm start", () => {
  test.each([
    [[], ["playground"]],
    [["--demo"], ["playground", "--demo"]],
    [["/abs/repo"], ["up", "/abs/repo"]],
    [["my repo"], ["up", "/stood/here/my repo"]],
    [[".."], ["up", "/stood"]],
  ])("with %j calls the command line with %j", (args, command) => {
    const { status, stdout } = checkout.run(["start.mjs", ...args], { INIT_CWD: "/stood/here" });
    expect(JSON.parse(stdout)).toEqual(command);
    expect(status).toBe(0);
  });

  test("explains itself without setting anything up", () => {
    const { status, stdout } = checkout.run(["start.mjs", "--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("npm start -- <path>");
    expect(checkout.calls()).toEqual([]);
  });

  test.each([["--nonsense"], ["--demo", "more"], ["a", "b"]])("refuses %j %j", (...args) => {
    const { status, stderr } = checkout.run(["start.mjs", ...args]);
    expect(status).toBe(64);
    expect(stderr).toContain(`does not know: ${args.join(" ")}`);
  });

  test("passes the exit code on", () => {
    checkout.write("main.js", "process.exit(3);");
    expect(checkout.run(["start.mjs"]).status).toBe(3);
  });

  test("passes the signal on that ended the command line, as shells say it", () => {
    checkout.write("main.js", `process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);`);
    expect(checkout.run(["start.mjs"]).status).toBe(137);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "hands %s on once and waits for the last word",
    async (signal) => {
      checkout.write(
        "main.js",
        `let told = 0;
        process.on("${signal}", () => { told += 1; setTimeout(() => process.exit(40 + told), 100); });
        console.error("up");
        setInterval(() => {}, 1000);`,
      );
      checkout.run(["setup.mjs"]);
      const child = checkout.start(["start.mjs"]);
      const end = ended(child);
      await new Promise((up) => child.stderr?.once("data", up));
      child.kill(signal);
      expect((await end).code).toBe(41);
    },
  );

  test("ends the command line when npm's shell was told to stop", async () => {
    checkout.write(
      "main.js",
      `import { writeFileSync } from "node:fs";
      process.on("SIGTERM", () => { writeFileSync("stopped", ""); process.exit(); });
      writeFileSync("up", "");
      setInterval(() => {}, 1000);`,
    );
    const shell = checkout.startInShell(["start.mjs"], { npm_lifecycle_event: "start" });
    await vi.waitUntil(() => checkout.has("up"), WAIT);
    shell.kill("SIGTERM");
    expect(await vi.waitUntil(() => checkout.has("stopped"), WAIT)).toBe(true);
  });
});

describe("./hookline", () => {
  test("says what to do in a checkout that is not set up", () => {
    const { status, stderr } = hookline(join(checkout.root, "hookline"));
    expect(status).toBe(69);
    expect(stderr).toContain(`npm run setup' (or 'npm start') in ${checkout.root}`);
  });

  test("runs under the project's own Node, with its arguments as they are", () => {
    checkout.write("main.js", "console.log(JSON.stringify([process.execPath, ...process.argv]));");
    checkout.run(["setup.mjs"]);
    const { status, stdout } = hookline(join(checkout.root, "hookline"), "add", "two words", "");
    expect(JSON.parse(stdout)).toEqual([
      process.execPath,
      expect.stringMatching(/node$/),
      join(checkout.root, "apps/cli/dist/main.js"),
      "add",
      "two words",
      "",
    ]);
    expect(status).toBe(0);
  });

  test("finds its checkout through links, absolute and relative, on the PATH and beside us", () => {
    checkout.run(["setup.mjs"]);
    const links = join(checkout.root, "my links");
    mkdirSync(links);
    symlinkSync("../hookline", join(links, "relative"));
    symlinkSync(join(links, "relative"), join(links, "absolute"));
    const onPath = spawnSync("sh", ["-c", "absolute x"], {
      env: { PATH: `${links}:${process.env["PATH"]}` },
      encoding: "utf8",
    });
    expect(onPath.stdout).toBe(`["x"]\n`);
    const beside = spawnSync("sh", ["relative", "x"], { cwd: links, encoding: "utf8" });
    expect(beside.stdout).toBe(`["x"]\n`);
  });
});

function hookline(file: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(file, args, { encoding: "utf8" });
}
