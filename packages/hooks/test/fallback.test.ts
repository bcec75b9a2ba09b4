import { readFileSync } from "node:fs";
import { open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { describe, expect, test, vi } from "vitest";
import { shQuote } from "../src/script/sh-quote.ts";
import {
  agentAt,
  clientsHere,
  fakeClient,
  fakeRunner,
  hooked,
  inTerminal,
  leaveStaleSocket,
  noTerminal,
} from "./hook-agent.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { leaveOut, shellsHere } from "./shells.ts";

const commit = ["commit", "--quiet", "--allow-empty", "--message=x"] as const;
const COMMIT = `git ${commit.join(" ")}`;
const SYNCED = "[Hookline] Synced 3 files to origin/main in 0.4 s\n";
const BACKGROUND = "[Hookline] Syncing in background...\n";
const WARNING = "[Hookline Warning] Sync failed - queuing for retry\n";
const hasNoTerminal = noTerminal !== undefined;

if (noTerminal !== undefined) leaveOut("the fallback's lines in a terminal", noTerminal);

/** Whoever is asked says so: the runner, or the client that knows of an agent. */
async function witnesses() {
  const scratch = await scratchRepository();
  const proof = shQuote(join(scratch.root, "started"));
  const client = await fakeClient(scratch, `echo poked >>${proof}`);
  const hooks = await hooked(client, { fallback: "detach" }, scratch);
  await agentAt(hooks);
  const starts = await fakeRunner(hooks);
  await writeFile(hooks.targets.runner, `echo started >>${proof}\n`);
  const first = async (): Promise<string> => {
    await scratch.git(...commit);
    await vi.waitFor(async () => expect(await starts()).toBe(1));
    return (await run("cat", [join(scratch.root, "started")])).stdout.trim();
  };
  return { hooks, first };
}

describe("an agent counts as alive", () => {
  const here = String(process.pid);
  const began = whenWeBegan();

  test.each([
    ["with the process id of a living process", `${here}\n`, "poked"],
    ["without the end of the line", here, "poked"],
    ["with the time when it began", `${here}\n${began}\n`, "poked"],
    // Where there is no /proc it cannot be told.
    ["not with another time", `${here}\n987654321\n`, began === "" ? "poked" : "started"],
    ["not with the id of a dead one", "4194303\n", "started"],
    ["not with 0, which is a whole group", "0\n", "started"],
    ["not with -1, which is everybody", "-1\n", "started"],
    ["not with options", `-0 ${here}\n`, "started"],
    ["not with a number that is none", `${here}x\n`, "started"],
    ["not with a huge number", `${"9".repeat(400)}\n`, "started"],
    ["not with a number that turns into a small one", `${2 ** 32 + 1}\n`, "started"],
    ["not with a long line", "x".repeat(65_536), "started"],
    ["not with an empty file", "", "started"],
    ["not with an empty first line", `\n${here}\n`, "started"],
  ])("%s", async (_what, text, who) => {
    const { hooks, first } = await witnesses();
    await writeFile(hooks.targets.pid, text);
    expect(await first()).toBe(who);
  });

  test("not without its pid file", async () => {
    const { hooks, first } = await witnesses();
    await rm(hooks.targets.pid);
    expect(await first()).toBe("started");
  });

  test("not with a pipe in its place, which nobody writes to", async () => {
    const { hooks, first } = await witnesses();
    await rm(hooks.targets.pid);
    await run("mkfifo", [hooks.targets.pid]);
    expect(await first()).toBe("started");
  });

  test("not without its socket", async () => {
    const { hooks, first } = await witnesses();
    await rm(hooks.targets.signal.socket);
    expect(await first()).toBe("started");
  });
});

describe("detach", () => {
  test.each(shellsHere("starting a runner"))("starts one under $name", async (shell) => {
    const scratch = await scratchRepository();
    const hooks = await hooked(await fakeClient(scratch, ""), { fallback: "detach" }, scratch);
    const starts = await fakeRunner(hooks);
    const hook = join(scratch.repo, ".git", "hooks", "post-commit");
    const options = { cwd: scratch.repo, env: scratch.env };
    const ended = await run(shell.program, [...shell.flags, hook], options);
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    await vi.waitFor(async () => expect(await starts()).toBe(1));
  });

  test("starts one where there is no client either", async () => {
    const { hooks, starts } = await withoutAgent("detach");
    await hooks.scratch.git(...commit);
    await vi.waitFor(async () => expect(await starts()).toBe(1));
  });

  test("gives it neither the hook's input, its output nor its descriptors", async () => {
    const { hooks } = await withoutAgent("detach");
    const { root } = hooks.scratch;
    const proof = shQuote(join(root, "descriptors"));
    await writeFile(
      hooks.targets.runner,
      `kept=
      for n in 0 1 2 3 4 5 6 7 8 9; do
        [ -e "/proc/$$/fd/$n" ] || continue
        case $n$(readlink "/proc/$$/fd/$n") in [012]/dev/null) ;; *) kept=$kept$n ;; esac
      done
      printf %s "$kept" >${proof}
      read -r word <${shQuote(join(root, "gate"))}
      `,
    );
    await run("mkfifo", [join(root, "gate")]);
    const command = `exec 5<"$HOME" 9>"$HOME/lock"; flock 9; ${COMMIT}`;
    // It settles when nobody holds its output any more.
    await run("sh", ["-c", command], { cwd: hooks.scratch.repo, env: hooks.scratch.env });
    expect(await run("flock", ["--nonblock", join(root, "lock"), "true"])).toMatchObject({
      code: 0,
    });
    await vi.waitFor(async () => {
      expect(await run("cat", [join(root, "descriptors")])).toMatchObject({ code: 0, stdout: "" });
    });
    await writeFile(join(root, "gate"), "\n");
  });

  test.skipIf(hasNoTerminal)("says in a terminal what it does", async () => {
    const { hooks } = await withoutAgent("detach");
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ stdout: BACKGROUND });
  });

  test.skipIf(hasNoTerminal)("warns in a terminal where it has nothing to start", async () => {
    const { hooks } = await withoutAgent("detach");
    await rm(hooks.targets.runner);
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: WARNING });
    expect(await inTerminal(hooks.scratch, COMMIT, { CI: "1" })).toMatchObject({ stdout: "" });
    expect(await hooks.scratch.drain()).toHaveLength(2);
  });

  test.skipIf(hasNoTerminal)("starts one that outlives the terminal", async () => {
    const { hooks, starts } = await withoutAgent("detach");
    const { runner } = hooks.targets;
    const gate = join(hooks.scratch.root, "gate");
    await run("mkfifo", [gate]);
    await writeFile(runner, `read -r word <${shQuote(gate)}\n${await readFile(runner, "utf8")}`);
    await inTerminal(hooks.scratch, COMMIT);
    // Opened for both, so that it does not hang here when nobody is left to read it.
    const opened = await open(gate, "r+");
    await opened.write("go\n");
    await vi.waitFor(async () => expect(await starts()).toBe(1));
    await opened.close();
  });
});

describe("queue", () => {
  test.skipIf(hasNoTerminal)("leaves the record, and says nothing", async () => {
    const { hooks, starts } = await withoutAgent("queue");
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: "" });
    expect(await hooks.scratch.drain()).toHaveLength(1);
    expect(await starts()).toBe(0);
  });
});

describe.each(clientsHere())("wait, with $kind", (client) => {
  /** A runner that becomes an agent: it listens, and answers what it is asked. */
  async function withRunner(waitMs: number) {
    const hooks = await hooked(client, { fallback: "wait", waitMs });
    const { pid, signal } = hooks.targets;
    const asked = join(hooks.scratch.root, "asked");
    const main = join(hooks.scratch.root, "runner.mjs");
    await writeFile(main, STAND_IN);
    const words = [process.execPath, main, pid, signal.socket, asked].map(shQuote).join(" ");
    await writeFile(hooks.targets.runner, `exec ${words}\n`);
    const requests = async (): Promise<string> => (await run("cat", [asked])).stdout;
    return { hooks, requests };
  }

  test.skipIf(hasNoTerminal)("shows the line of the runner that was just started", async () => {
    const { hooks, requests } = await withRunner(2000);
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: SYNCED });
    const [record] = await hooks.scratch.drain();
    const [url, body] = (await requests()).split("\n");
    expect(url).toBe("/v1/feedback");
    // What is left of the time, in milliseconds.
    expect(body).toMatch(new RegExp(`^{"id":"${record?.id}","waitMs":1?\\d{1,3}}$`));
  });

  test("waits without a terminal too, and says nothing there", async () => {
    const { hooks, requests } = await withRunner(2000);
    expect(await hooks.scratch.git(...commit)).toMatchObject({ stderr: "" });
    expect(await requests()).toMatch(/^\/v1\/feedback\n/);
  });

  test.skipIf(hasNoTerminal)("goes on where a killed agent's socket lies", async () => {
    const { hooks } = await withRunner(2000);
    await leaveStaleSocket(hooks);
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: SYNCED });
  });

  test.skipIf(hasNoTerminal)("gives up when the time is over", async () => {
    const hooks = await hooked(client, { fallback: "wait", waitMs: 100 });
    await fakeRunner(hooks);
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: BACKGROUND });
  });

  test("does not wait after a checkout, nor while git works through a list", async () => {
    const hooks = await hooked(client, { fallback: "wait", waitMs: 2000 });
    const { repo, env } = hooks.scratch;
    await fakeRunner(hooks);
    const naps = await countNaps(hooks.scratch);
    const hook = { cwd: repo, env: { ...env, PATH: naps.path } };
    await run("/bin/sh", [".git/hooks/post-checkout", "1", "2", "1"], hook);
    await run("mkdir", [join(repo, ".git", "sequencer")]);
    await run("/bin/sh", [".git/hooks/post-commit"], hook);
    expect(await naps.taken()).toBe(0);
    await run("rmdir", [join(repo, ".git", "sequencer")]);
    await run("/bin/sh", [".git/hooks/post-commit"], hook);
    expect(await naps.taken()).toBeGreaterThan(0);
  });
});

/** Nobody is there to be asked, so it is never started. */
const absent = { kind: "curl", program: absolutePath("/nowhere/curl") } as const;

async function withoutAgent(fallback: "detach" | "queue") {
  const hooks = await hooked(absent, { fallback });
  return { hooks, starts: await fakeRunner(hooks) };
}

/** Puts a `sleep` on a path of its own that counts how often it was started. */
async function countNaps({ root }: Scratch) {
  const folder = join(root, "bin");
  await run("mkdir", [folder]);
  const script = `#!/bin/sh\necho nap >>${shQuote(join(root, "naps"))}\nexec /bin/sleep "$@"\n`;
  await writeFile(join(folder, "sleep"), script, { mode: 0o755 });
  const taken = async (): Promise<number> =>
    (await run("cat", [join(root, "naps")])).stdout.split("\n").length - 1;
  return { path: folder, taken };
}

/** Field 22 of `/proc/self/stat` (proc(5)), where there is one. */
function whenWeBegan(): string {
  try {
    return /\) (?:\S+ ){19}(\d+)/.exec(readFileSync("/proc/self/stat", "utf8"))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** Listens as an agent does, pid file first, and ends after its first answer. */
const STAND_IN = `
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
const [pid, socket, asked] = process.argv.slice(2);
writeFileSync(pid, process.pid + "\\n");
rmSync(socket, { force: true });
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    writeFileSync(asked, request.url + "\\n" + body);
    response.end(${JSON.stringify(SYNCED)}, () => server.close());
  });
});
server.listen(socket);
setTimeout(() => process.exit(), 20_000).unref();
`;
