import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  agentAt,
  clientsHere,
  fakeClient,
  fakeRunner,
  hooked,
  leaveStaleSocket,
} from "./hook-agent.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";

const sing = ({ repo, env }: Scratch, name: string) =>
  run("sh", [".git/hooks/post-commit"], { cwd: repo, env: { ...env, HOOKLINE_CANARY: name } });

test.each(clientsHere())(
  "it is noted under its own name and signalled, with $kind",
  async (client) => {
    const hooks = await hooked(client, { fallback: "detach" });
    const { heard } = await agentAt(hooks);
    // Neither a rebase nor a poke that nobody heard keeps it.
    await mkdir(join(hooks.scratch.repo, ".git", "rebase-merge"));
    await writeFile(hooks.targets.poked, "");
    await sing(hooks.scratch, "tweet-7");
    expect(await hooks.scratch.drain()).toMatchObject([{ event: "canary", id: "tweet-7" }]);
    await vi.waitFor(() => expect(heard).toMatchObject([{ url: "/v1/signal" }]));
  },
);

test.each(clientsHere())("it starts nothing where nobody listens, with $kind", async (client) => {
  const hooks = await hooked(client, { fallback: "detach" });
  const starts = await fakeRunner(hooks);
  await sing(hooks.scratch, "tweet-8");
  await leaveStaleSocket(hooks);
  await writeFile(hooks.targets.pid, `${process.pid}\n`);
  await sing(hooks.scratch, "tweet-9");
  await hooks.scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
  await vi.waitFor(async () => expect(await starts()).toBeGreaterThan(0));
  expect(await starts()).toBe(1);
});

test.each(["../../out", "a b", "x\ty", "é", "*"])(
  "a name that is none, %j, leaves nothing",
  async (name) => {
    const scratch = await scratchRepository();
    await hooked(await fakeClient(scratch, ""), {}, scratch);
    expect(await sing(scratch, name)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await scratch.drain()).toEqual([]);
  },
);
