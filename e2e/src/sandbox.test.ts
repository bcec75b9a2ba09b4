import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeSandbox, type Sandbox } from "./sandbox.ts";

describe.runIf(process.platform === "linux")("a sandbox", () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await makeSandbox();
  });
  afterEach(() => sandbox.end());

  async function print(...commands: string[]): Promise<string> {
    let last = "";
    for (const command of commands) last = (await sandbox.run(command)).output;
    return last;
  }

  test("the next command runs where the last one ended", async () => {
    expect(await print("pwd")).toBe(`${sandbox.root}\n`);
    expect(await print("mkdir -p 'a b/c' && cd 'a b'", "pwd")).toBe(`${sandbox.root}/a b\n`);
    expect(await print("cd c; exit 3", "pwd")).toBe(`${sandbox.root}/a b/c\n`);
    expect(await print("cd nowhere", "pwd")).toBe(`${sandbox.root}/a b/c\n`);
  });

  test("nothing else lasts from one command to the next", async () => {
    expect(await print("name=value; export name", 'echo "[$name]"')).toBe("[]\n");
  });

  test("both streams are shown in order", async () => {
    expect(await print("echo 1; echo 2 >&2; echo 3; ls nowhere; echo 4")).toMatch(
      /^1\n2\n3\nls: .*\n4\n$/,
    );
  });

  test("a command ends with its exit code, or with that of its signal", async () => {
    expect(await sandbox.run("exit 3")).toEqual({ output: "", exitCode: 3 });
    expect((await sandbox.run("kill -9 $$")).exitCode).toBe(137);
    expect((await sandbox.run("no-such-program")).exitCode).toBe(127);
  });

  test("a background process does not hold up the command that started it", async () => {
    expect(await sandbox.run("sleep 1000 & echo started")).toEqual({
      output: "started\n",
      exitCode: 0,
    });
  });

  test("the home, the settings and the identity are the story's own", async () => {
    expect(await print("echo $HOME $HOOKLINE_HOME $TMPDIR")).toBe(
      ["", "/.hookline", "/.story/tmp\n"].map((name) => sandbox.root + name).join(" "),
    );
    expect(await print("git config --global --list --name-only --show-scope")).not.toContain(
      "system",
    );
    expect(await print("git var GIT_AUTHOR_IDENT")).toBe(
      "Ada <ada@example.org> 1767268800 +0000\n",
    );
  });

  test("`hookline` is the one of this checkout", async () => {
    expect(await print("hookline --version")).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([
    { what: "a daemon", begin: "setsid sleep 1000 & echo $!" },
    {
      what: "one that takes no signal",
      begin: "(trap '' TERM HUP INT; exec sleep 1000) & echo $!",
    },
    {
      what: "an agent",
      begin: "hookline start --detach > /dev/null && hookline status --json | pick agent.pid",
    },
    {
      what: "a child that names nothing of the sandbox",
      begin: `sh -c 'cd /; env -i sh -c "echo \\$\\$; exec sleep 1000"; :' > pid & eventually test -s pid; cat pid`,
    },
  ])("$what does not survive the end", async ({ begin }) => {
    const pid = Number(await print(begin));
    expect(isThere(pid)).toBe(true);
    expect(await sandbox.end()).toEqual([]);
    expect(isThere(pid)).toBe(false);
    expect(existsSync(sandbox.root)).toBe(false);
  });

  /** A zombie has no folder any more. */
  function isThere(pid: number): boolean {
    return existsSync(`/proc/${pid}/cwd`);
  }
});
