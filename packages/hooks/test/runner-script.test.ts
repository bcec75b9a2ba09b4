import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { findSetsid, runnerScript } from "../src/index.ts";
import { shQuote } from "../src/script/sh-quote.ts";
import { run, scratchRepository } from "./scratch-repository.ts";
import { shellsHere } from "./shells.ts";

const setsid = await findSetsid(process.env["PATH"]);

test("it becomes node, with the words and the environment that were baked in", async () => {
  const { start, said, home, claim, main } = await withRunner();
  await start({ GIT_DIR: "/elsewhere", NODE_OPTIONS: "--inspect", HOME: "/another", PATH: "" });
  const [runner] = await said();
  expect(runner?.words).toBe(`--flag=a b|${main}|agent|--drain|--quiet`);
  expect(runner).toMatchObject({ cwd: home, HOOKLINE_HOME: home, HOME: "/home/me", umask: "0077" });
  expect(runner).toMatchObject({ GIT_DIR: "", NODE_OPTIONS: "", XDG_CONFIG_HOME: "" });
  expect(runner).toMatchObject({ PATH: "/usr/bin:/bin" });
  // The same process from the claim on.
  expect(await claim()).toBe(`${runner?.pid}\n`);
});

test("the path and the keys of whoever committed are kept", async () => {
  const { start, said } = await withRunner();
  await start({ PATH: "/bin:/usr/bin:/own", SSH_AUTH_SOCK: "/keys" });
  expect(await said()).toMatchObject([{ PATH: "/bin:/usr/bin:/own", SSH_AUTH_SOCK: "/keys" }]);
});

test.skipIf(setsid === undefined)("it has a session of its own", async () => {
  const { start, said } = await withRunner({ setsid });
  await start({});
  const [runner] = await said();
  expect(runner?.session).toBe(runner?.pid);
});

test("without a setsid program, node is asked to move by itself", async () => {
  const { start, said } = await withRunner({ setsid: undefined });
  await start({});
  expect((await said())[0]?.words).toMatch(/\|agent\|--drain\|--quiet\|--detach$/);
});

test("what node says when it does not come up is kept", async () => {
  const { start, said, home } = await withRunner();
  await mkdir(join(home, "logs"));
  await start({});
  await said();
  expect(await readFile(join(home, "logs", "runner.log"), "utf8")).toBe("some words\n");
});

test("while a runner is alive, no other one starts", async () => {
  const { start, said, claim } = await withRunner();
  await start({});
  const [first] = await said();
  await start({});
  expect(await said()).toHaveLength(1);
  expect(await claim()).toBe(`${first?.pid}\n`);
});

test.each([
  ["of a dead process", "4194303\n"],
  ["that is empty", ""],
  ["that is garbage", "$(id)\n"],
  ["of everybody", "-1\n"],
  ["of a huge number", `${"9".repeat(40)}\n`],
  // It is alive, but not at home in the state folder.
  ["of a process that is somebody else's by now", `${process.pid}\n`],
])("a claim %s is taken over", async (_what, text) => {
  const { start, said, home, claim } = await withRunner();
  await writeFile(join(home, "runner.pid"), text);
  await start({});
  const [runner] = await said();
  expect(await claim()).toBe(`${runner?.pid}\n`);
});

test.each([
  ["where there is no claim", undefined],
  ["where the claim is a dead one's", "4194303\n"],
  ["where the claim is empty", ""],
])("of ten starts at once one comes through: %s", async (_what, text) => {
  const { start, said, home } = await withRunner();
  if (text !== undefined) await writeFile(join(home, "runner.pid"), text);
  await Promise.all(Array.from({ length: 10 }, () => start({})));
  expect(await said()).toHaveLength(1);
});

test("whoever's claim was written over meanwhile does not start", async () => {
  const { start, started, home, claim } = await withRunner();
  // It sleeps between its claim and another look at it.
  const bin = join(home, "bin");
  await mkdir(bin);
  const other = `#!/bin/sh\necho 4194302 >${shQuote(join(home, "runner.pid"))}\n`;
  await writeFile(join(bin, "sleep"), other, { mode: 0o755 });
  await writeFile(join(home, "runner.pid"), "4194303\n");
  await start({ PATH: `${bin}:/usr/bin:/bin` });
  expect(await claim()).toBe("4194302\n");
  expect(await started()).toBe(0);
});

test("where the claim cannot be written, nothing starts", async () => {
  const { start, started, home } = await withRunner();
  await run("mkfifo", [join(home, "runner.pid")]);
  await start({});
  await rm(join(home, "runner.pid"));
  await mkdir(join(home, "runner.pid"));
  await start({});
  await rm(home, { recursive: true });
  await start({});
  expect(await started()).toBe(0);
});

test.each(shellsHere("runner.sh"))("it runs under $name", async ({ program, flags }) => {
  const { said, script, later } = await withRunner();
  later(run(program, [...flags, script]));
  expect(await said()).toHaveLength(1);
});

test("a Hookline that is gone leaves a mark for the next hook, and takes it away when it is back", async () => {
  const { start, said, started, home, main } = await withRunner();
  await mkdir(join(home, "logs"));
  await rm(main);
  await start({});
  expect(await readdir(home)).toEqual(["logs", "runner.broken"]);
  expect(await readFile(join(home, "logs", "runner.log"), "utf8")).toContain("is gone");
  expect(await started()).toBe(0);
  await writeFile(main, "");
  await start({});
  expect(await said()).toHaveLength(1);
  expect(await readdir(home)).not.toContain("runner.broken");
});

test.runIf(process.platform === "linux")(
  "whoever waits for the end of what came with the hook waits for no runner",
  async () => {
    const { said, script } = await withRunner();
    // Its output is captured until nobody holds descriptor 12 open any more.
    const captured = `exec 12>&1; /bin/sh ${shQuote(script)} </dev/null >/dev/null 2>&1 &`;
    await run("/bin/bash", ["-c", captured]);
    expect(await said()).toHaveLength(1);
  },
);

interface Said extends Readonly<Record<string, string>> {
  readonly pid: string;
  readonly session: string;
  readonly words: string;
}

/** A `runner.sh` with a shell script in the place of node, that says what it was given and stays. */
async function withRunner(more: { readonly setsid?: AbsolutePath | undefined } = { setsid }) {
  const { root } = await scratchRepository();
  const home = absolutePath(join(root, "it's a 'home'"));
  await mkdir(home);
  const node = absolutePath(join(root, "node"));
  const main = absolutePath(join(root, "it's main.js"));
  await writeFile(main, "");
  const book = join(root, "book");
  await writeFile(node, nodeStandIn(book), { mode: 0o755 });
  const script = join(root, "runner.sh");
  const text = runnerScript({
    node,
    flags: ["--flag=a b"],
    main,
    home,
    env: { HOME: "/home/me", PATH: "/usr/bin:/bin" },
    ...more,
  });
  await writeFile(script, text);
  const runs: Promise<unknown>[] = [];
  /** Not awaited before the end, when it is killed. */
  const later = (started: Promise<unknown>): void => void runs.push(started.catch(() => undefined));
  const started = async (): Promise<number> => (await pages(book)).length;
  const said = (): Promise<Said[]> =>
    vi.waitFor(async () => {
      const all = await pages(book);
      expect(all.length).toBeGreaterThan(0);
      return all;
    });
  /** Settles once the script has ended or node has said its words. */
  const start = async (env: NodeJS.ProcessEnv): Promise<void> => {
    const before = await started();
    const ended = run("/bin/sh", [script], { env: { PATH: process.env["PATH"], ...env } });
    later(ended);
    const spoke = vi.waitFor(async () => expect(await started()).toBeGreaterThan(before), 20_000);
    await Promise.race([ended, spoke.catch(() => undefined)]);
  };
  onTestFinished(async () => {
    for (const { pid } of await pages(book))
      await run("kill", ["-KILL", pid]).catch(() => undefined);
    await Promise.allSettled(runs);
  });
  const claim = (): Promise<string> => readFile(join(home, "runner.pid"), "utf8");
  return { home, start, said, started, claim, script, later, main };
}

function nodeStandIn(book: string): string {
  const names = "HOME PATH HOOKLINE_HOME XDG_CONFIG_HOME GIT_DIR NODE_OPTIONS SSH_AUTH_SOCK";
  return `#!/bin/bash
read -r _ _ _ _ _ session _ </proc/$$/stat
{
  printf 'pid=%s\\nsession=%s\\ncwd=%s\\numask=%s\\n' "$$" "$session" "$PWD" "$(umask)"
  for name in ${names}; do printf '%s=%s\\n' "$name" "\${!name-}"; done
  IFS='|'; printf 'words=%s\\n\\n' "$*"
} >${shQuote(book)}.$$.part
mv ${shQuote(book)}.$$.part ${shQuote(book)}.$$
echo some words >&2
exec sleep 600 </dev/null >/dev/null 2>&1
`;
}

async function pages(book: string): Promise<Said[]> {
  const { stdout } = await run("sh", ["-c", `cat ${shQuote(book)}.*[0-9] 2>/dev/null || :`]);
  return stdout
    .split("\n\n")
    .filter(Boolean)
    .map((page) => {
      const fields: Record<string, string> = {};
      for (const line of page.split("\n")) {
        const at = line.indexOf("=");
        fields[line.slice(0, at)] = line.slice(at + 1);
      }
      return { pid: "", session: "", words: "", ...fields };
    });
}
