import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { shQuote } from "../src/script/sh-quote.ts";
import { agentAt, fakeClient, type Hooked, hooked } from "./hook-agent.ts";
import { run, scratchRepository } from "./scratch-repository.ts";
import { findProgram, leaveOut, shellsHere } from "./shells.ts";

const COMMIT = "git commit --quiet --allow-empty --message=x";
const MANY = 1000;

test("a thousand commits ring once at an agent that was stopped", async () => {
  const { hooks, rings } = await withBell();
  await agentOfItsOwn(hooks, "SIGSTOP");
  const many = `n=0; while [ $n -lt ${MANY} ]; do n=$((n + 1)); ${COMMIT} || exit; done`;
  const { repo, env } = hooks.scratch;
  await run("sh", ["-c", many], { cwd: repo, env });
  expect(await rings()).toBe(1);
  expect(await hooks.scratch.drain()).toHaveLength(MANY);
});

test("it rings again once the agent has begun to read", async () => {
  const { hooks, rings } = await withBell();
  // Takes the mark away as an agent does, for the curl that is not there.
  await agentAt(hooks);
  const { git } = hooks.scratch;
  await git("commit", "--quiet", "--allow-empty", "--message=1");
  await vi.waitFor(async () => expect(await rings()).toBe(1));
  await git("commit", "--quiet", "--allow-empty", "--message=2");
  await rm(hooks.targets.poked);
  await git("commit", "--quiet", "--allow-empty", "--message=3");
  await vi.waitFor(async () => expect(await rings()).toBe(2));
});

test("a mark that cannot be made keeps nobody from ringing", async () => {
  const { hooks, rings } = await withBell();
  await agentAt(hooks);
  await run("ln", ["-s", "/nowhere/at/all", hooks.targets.poked]);
  const { stderr } = await hooks.scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
  expect(stderr).toBe("");
  await vi.waitFor(async () => expect(await rings()).toBe(1));
});

const bash = findProgram("bash");
if (bash === undefined) leaveOut("descriptors from ten on", "only bash can open them");
if (process.platform !== "linux") leaveOut("descriptors from ten on", "only Linux lists them");

describe
  .skipIf(bash === undefined || process.platform !== "linux")
  .each(shellsHere("descriptors from ten on"))(
  "a descriptor from ten on that the caller waits for, under $name",
  ({ program, flags }) => {
    const hook = [program, ...flags, ".git/hooks/post-commit"].map(shQuote).join(" ");

    test.each(["12", "200"])("is nobody's but the caller's: %s", async (descriptor) => {
      const { hooks, rings } = await withBell("sleep 60");
      await agentAt(hooks);
      const { repo, env } = hooks.scratch;
      // The reader ends when the last one has let go of the pipe.
      const caller = `{ ${hook} ${descriptor}>&1 >/dev/null; } | cat`;
      expect(await run(bash ?? "", ["-c", caller], { cwd: repo, env })).toMatchObject({ code: 0 });
      // Nobody has rung, but the record is there.
      await rm(hooks.targets.poked);
      await run("sh", ["-c", hook], { cwd: repo, env });
      await vi.waitFor(async () => expect(await rings()).toBe(1));
      expect(await hooks.scratch.drain()).toHaveLength(2);
    });

    test("is found where the hook has switched globbing off", async () => {
      const { hooks } = await withBell("sleep 60");
      await agentAt(hooks);
      const { repo, env } = hooks.scratch;
      const file = join(repo, ".git", "hooks", "post-commit");
      await writeFile(file, (await readFile(file, "utf8")).replace("\n", "\nset -f\n"));
      const caller = `{ ${hook} 12>&1 >/dev/null; } | cat`;
      expect(await run(bash ?? "", ["-c", caller], { cwd: repo, env })).toMatchObject({ code: 0 });
    });
  },
);

test.each(shellsHere("redirected hooks"))(
  "what a hook has redirected around us is kept by nobody, under $name",
  async ({ name, program, flags }) => {
    const { hooks, rings } = await withBell("sleep 60");
    await agentAt(hooks);
    const { repo, env } = hooks.scratch;
    const hook = `{ hookline_event=post-commit; . .git/hookline/hook.sh; } >/dev/null 2>&1 </dev/null`;
    // It settles when everybody has let go of its output.
    const ended = await run(program, [...flags, "-c", hook], { cwd: repo, env });
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    // zsh marks its own copies as nobody else does, so they count as inherited.
    if (name === "zsh") return;
    await vi.waitFor(async () => expect(await rings()).toBe(1));
  },
);

/** Hooks whose client counts how often it was started, and goes on with `more`. */
async function withBell(more = "exec sleep 2") {
  const scratch = await scratchRepository();
  const log = join(scratch.root, "rings");
  const pids = join(scratch.root, "ringing");
  const script = `echo $$ >>${shQuote(pids)}; echo ring >>${shQuote(log)}; exec ${more.replace(/^exec /, "")}`;
  const hooks = await hooked(await fakeClient(scratch, script), {}, scratch);
  onTestFinished(async () => {
    const text = await readFile(pids, "utf8").catch(() => "");
    for (const pid of text.split("\n").filter(Boolean)) await run("kill", [pid]);
  });
  const rings = async (): Promise<number> =>
    (await readFile(log, "utf8").catch(() => "")).split("\n").length - 1;
  return { hooks, rings };
}

/** A process that listens at the agent's place and is then sent a signal. */
async function agentOfItsOwn({ targets }: Hooked, signal: NodeJS.Signals): Promise<void> {
  const listen = `require("net").createServer().listen(${JSON.stringify(targets.signal.socket)}, () => console.log("up"))`;
  const agent = spawn(process.execPath, ["-e", listen], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void agent.kill("SIGKILL"));
  await new Promise((resolve) => agent.stdout.once("data", resolve));
  await writeFile(targets.pid, `${agent.pid}\n`);
  agent.kill(signal);
}
