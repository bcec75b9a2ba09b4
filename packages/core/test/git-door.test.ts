import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { argumentsOf, openGit } from "../src/git/run-git.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;
const servers: Server[] = [];

beforeEach(async () => {
  scratch = await makeScratch("door");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await scratch.remove();
});

const door = () => ({ env: scratch.env, log: memoryLog().log });

/** A process that has ended may stay in the table until somebody asks for its exit code. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** A server that takes connections and never says a word. */
async function silentServer(): Promise<{ url: string; connections: () => number }> {
  let connections = 0;
  const server = createServer(() => {
    connections += 1;
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/r.git`, connections: () => connections };
}

describe("the allow-list", () => {
  test.each([
    ["a flag that is not on it", { verb: "ls-remote", flags: ["--upload-pack=touch /tmp/x"] }],
    ["a lease without a commit", { verb: "push", flags: ["--force-with-lease"] }],
    ["a force push", { verb: "push", flags: ["--force"] }],
    ["an option that hides in a flag", { verb: "config", flags: ["--list", "--file=/etc/x"] }],
    ["a NUL", { verb: "merge", flags: ["--ff-only"], operands: ["a\0b"] }],
  ] as const)("refuses %s", (_name, command) => {
    expect(() => argumentsOf(command)).toThrow("bug in Hookline");
  });

  test("puts what varies behind --end-of-options and paths behind --", () => {
    expect(argumentsOf({ verb: "add", flags: [], operands: ["--x"], paths: ["-f"] })).toEqual([
      "add",
      "--end-of-options",
      "--x",
      "--",
      "-f",
    ]);
  });

  test("an operand that looks like an option is none", async () => {
    const mark = scratch.path("mark");
    const git = openGit(door(), here);
    const exit = await git({
      verb: "ls-remote",
      flags: [],
      operands: [`--upload-pack=touch ${mark}`, "x"],
    });
    expect(exit).toMatchObject({ kind: "exited", exitCode: 128 });
    expect(existsSync(mark)).toBe(false);
  });
});

describe("a git call", () => {
  test("is ended at its deadline, with everything that it started", async () => {
    const { url, connections } = await silentServer();
    const pids = scratch.path("pids");
    // Stands for ssh: leaves its process id and hangs for ever.
    await writeFile(
      scratch.path("ssh"),
      `#!/bin/sh\necho $$ >>${pids}\ntrap '' TERM\nsleep 1000 2>/dev/null\n`,
      { mode: 0o755 },
    );
    await scratch.git(here, "remote", "set-url", "origin", "ssh://h/r.git");
    scratch.env["PATH"] = `${scratch.root}:${scratch.env["PATH"]}`;
    const git = openGit(door(), here);
    const exit = await git({ verb: "ls-remote", flags: [], operands: ["origin"], deadlineMs: 500 });
    expect(exit).toEqual({ kind: "timed-out", afterMs: 500 });
    const [pid] = (await readFile(pids, "utf8")).trim().split("\n");
    await vi.waitFor(() => expect(isRunning(Number(pid))).toBe(false), { timeout: 20_000 });

    const web = await git({ verb: "ls-remote", flags: [], operands: [url], deadlineMs: 500 });
    expect(web.kind).toBe("timed-out");
    expect(connections()).toBe(1);
  });

  test("a local one is ended at its deadline too", async () => {
    const git = openGit(door(), here);
    const exit = await git({
      verb: "rev-list",
      flags: ["--count"],
      operands: ["HEAD"],
      deadlineMs: 0,
    });
    expect(exit).toEqual({ kind: "timed-out", afterMs: 0 });
  });

  test("is stopped when nobody wants it any more", async () => {
    const { url } = await silentServer();
    const abort = new AbortController();
    const exit = openGit(
      door(),
      here,
    )({ verb: "ls-remote", flags: [], operands: [url], signal: abort.signal });
    abort.abort();
    expect(await exit).toEqual({ kind: "stopped" });
  });

  test.each(["config", "ls-remote"] as const)(
    "is ended when it says too much: %s",
    async (verb) => {
      const flags = verb === "config" ? ["--list"] : [];
      const operands = verb === "config" ? [] : ["origin"];
      const exit = await openGit(door(), here)({ verb, flags, operands, maxOutputBytes: 10 });
      expect(exit).toEqual({ kind: "too-much-output", limitBytes: 10 });
    },
  );

  test("says that git is missing, or that the folder is", async () => {
    const git = openGit({ ...door(), env: { PATH: "/nowhere" } }, here);
    expect(await git({ verb: "version", flags: [] })).toMatchObject({
      kind: "not-started",
      lacks: "git",
    });
    expect(await git({ verb: "ls-remote", flags: [] })).toMatchObject({
      kind: "not-started",
      lacks: "git",
    });
    const gone = openGit(door(), scratch.path("gone"));
    expect(await gone({ verb: "version", flags: [] })).toMatchObject({
      kind: "not-started",
      lacks: "folder",
    });
    expect(await gone({ verb: "ls-remote", flags: [] })).toMatchObject({
      kind: "not-started",
      lacks: "folder",
    });
  });

  test("asks nobody for a password, whatever helpers are about", async () => {
    const asked = scratch.path("asked");
    await writeFile(scratch.path("askpass"), `#!/bin/sh\ntouch ${asked}\nexec sleep 1000\n`, {
      mode: 0o755,
    });
    Object.assign(scratch.env, {
      GIT_ASKPASS: scratch.path("askpass"),
      SSH_ASKPASS: scratch.path("askpass"),
      DISPLAY: ":0",
    });
    const server = createServer((socket) =>
      socket.end(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
      ),
    );
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const exit = await openGit(
      door(),
      here,
    )({
      verb: "ls-remote",
      flags: [],
      operands: [`http://127.0.0.1:${port}/r.git`],
    });
    expect(exit).toMatchObject({ kind: "exited", exitCode: 128 });
    expect(existsSync(asked)).toBe(false);
  });

  test("never tells a secret of the remote's URL", async () => {
    const { log, events } = memoryLog();
    const git = openGit({ env: scratch.env, log }, here);
    const exit = await git({
      verb: "ls-remote",
      flags: [],
      operands: ["http://me:hunter2@127.0.0.1:1/r.git"],
    });
    expect(JSON.stringify([exit, events])).not.toContain("hunter2");
    expect(JSON.stringify(events)).toContain("git.failed");
  });
});
