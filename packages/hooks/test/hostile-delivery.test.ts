import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { socketAddress } from "@hookline/core/client";
import { expect, test } from "vitest";
import { WARNING } from "./hostile/condition.ts";
import { listenAndLie } from "./hostile/lying-server.ts";
import { onSmallDisk, whyNoMount } from "./hostile/small-disk.ts";
import { type Synced, syncedRepository } from "./hostile/synced-repository.ts";
import { leaveOut } from "./shells.ts";

/** What a commit may meet; afterwards a real agent must bring it to the remote. */
interface Trouble {
  readonly when: string;
  readonly begin?: (synced: Synced) => unknown;
  readonly env?: NodeJS.ProcessEnv;
  /** What stands on stderr; nothing unless given. */
  readonly says?: string;
}

const inPlaceOf =
  (place: "spool" | "poked" | "pid" | "database", put: (path: string) => unknown) =>
  async ({ home }: Synced): Promise<void> => {
    await rm(home[place], { recursive: true, force: true });
    await put(home[place]);
  };

const ourScript = ({ scratch }: Synced) => join(scratch.repo, ".git", "hookline", "hook.sh");
const rubbish = Buffer.alloc(8192, 0xfe);

const troubles: readonly Trouble[] = [
  { when: "nothing is wrong" },
  { when: "the spool is gone", begin: inPlaceOf("spool", () => {}), says: WARNING },
  {
    when: "the spool is a file",
    begin: inPlaceOf("spool", (path) => writeFile(path, "")),
    says: WARNING,
  },
  { when: "our script is gone", begin: (synced) => rm(ourScript(synced)) },
  {
    when: "somebody has poked and nobody heard",
    begin: inPlaceOf("poked", (path) => writeFile(path, "")),
  },
];

const whileItRuns: readonly Trouble[] = [
  ...troubles,
  {
    when: "the spool holds rubbish",
    begin: ({ home }) => writeFile(join(home.spool, "1-1.req"), rubbish),
  },
  { when: "the spool holds a folder", begin: ({ home }) => mkdir(join(home.spool, "2-2.req")) },
  {
    when: "agent.pid holds rubbish",
    begin: inPlaceOf("pid", (path) => writeFile(path, "rubbish\n")),
  },
  { when: "the token is rubbish", begin: ({ home }) => writeFile(`${home.token}.header`, "x\n") },
  { when: "the socket is gone", begin: ({ home }) => rm(home.run, { recursive: true }) },
  { when: "HOOKLINE_HOOKS is 0", env: { HOOKLINE_HOOKS: "0" } },
  {
    when: "the hook is cut in the middle",
    begin: ({ hook }) => writeFile(hook("post-commit"), "#!/bin/sh\n: # >>> hookl"),
  },
];

test.each(whileItRuns)("a commit is delivered by the agent that runs when $when", async (row) => {
  const synced = await syncedRepository();
  await synced.startAgent();
  await row.begin?.(synced);
  expect(await synced.commit(row.env)).toEqual({ code: 0, stdout: "", stderr: row.says ?? "" });
  await synced.delivered();
});

test.each(troubles)("a commit is delivered by the next agent when $when", async (row) => {
  const synced = await syncedRepository();
  await row.begin?.(synced);
  expect(await synced.commit(row.env)).toEqual({ code: 0, stdout: "", stderr: row.says ?? "" });
  await synced.startAgent();
  await synced.delivered();
});

test("a commit while the agent is stopped is delivered when it goes on", async () => {
  const synced = await syncedRepository();
  const agent = await synced.startAgent();
  agent.kill("SIGSTOP");
  expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: "" });
  agent.kill("SIGCONT");
  await synced.delivered();
});

test("a commit after the agent was killed is delivered by the next", async () => {
  const synced = await syncedRepository();
  const agent = await synced.startAgent();
  agent.kill("SIGKILL");
  await once(agent, "exit");
  expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: "" });
  await synced.startAgent();
  await synced.delivered();
});

test("a commit while a liar has the agent's place is delivered by the next agent", async () => {
  const synced = await syncedRepository();
  const agent = await synced.startAgent();
  agent.kill("SIGKILL");
  await once(agent, "exit");
  const { path } = socketAddress(synced.home, process.platform);
  await rm(path, { force: true });
  await writeFile(synced.home.pid, `${process.pid}\n`);
  const liar = await listenAndLie(path, () => {});
  expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: "" });
  await liar.close();
  await synced.startAgent();
  await synced.delivered();
});

test("a commit is delivered although the agent's database is rubbish", async () => {
  const synced = await syncedRepository();
  await writeFile(synced.home.database, rubbish);
  expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: "" });
  await synced.startAgent();
  await synced.delivered();
});

const noMount = whyNoMount();
if (noMount !== undefined) leaveOut("an agent without a disk", noMount);

test.skipIf(noMount !== undefined)(
  "a commit is delivered although the agent's disk is full",
  async () => {
    const synced = await syncedRepository(onSmallDisk);
    await synced.startAgent();
    expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: "" });
    await synced.delivered();
    await synced.inside("sh", "-c", 'cat /dev/zero >"$HOOKLINE_HOME/fill"');
    expect(await synced.commit()).toEqual({ code: 0, stdout: "", stderr: WARNING });
    await synced.inside("sh", "-c", 'rm "$HOOKLINE_HOME/fill"');
    await synced.delivered();
  },
  240_000,
);
