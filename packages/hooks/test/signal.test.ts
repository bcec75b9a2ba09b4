import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { agentAt, clientsHere, fakeClient, hooked } from "./hook-agent.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { shellsHere } from "./shells.ts";

const commit = ["commit", "--quiet", "--allow-empty", "--message=x"] as const;

describe.each(clientsHere())("with $kind", (client) => {
  test("a commit pokes the agent with the token", async () => {
    const hooks = await hooked(client);
    const { heard } = await agentAt(hooks);
    await hooks.scratch.git(...commit);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({
      method: "POST",
      url: "/v1/signal",
      headers: { authorization: "Bearer s3cret" },
      body: "",
    });
    expect(await hooks.scratch.drain()).toHaveLength(1);
  });

  test("nothing is left behind an agent that never answers", async () => {
    const hooks = await hooked(client);
    const { server } = await agentAt(hooks, () => undefined);
    const gone = new Promise((resolve) => {
      server.once("connection", (socket) => socket.once("close", () => resolve("gone")));
    });
    await hooks.scratch.git(...commit);
    expect(await gone).toBe("gone");
  });

  test("neither a .curlrc nor a proxy has a say", async () => {
    const hooks = await hooked(client);
    const { heard } = await agentAt(hooks);
    const { root, repo, env } = hooks.scratch;
    await writeFile(join(root, ".curlrc"), "request-target = /elsewhere\n");
    const proxy = "http://127.0.0.1:1";
    const proxies = { ...env, http_proxy: proxy, all_proxy: proxy };
    await run("git", commit, { cwd: repo, env: proxies });
    await vi.waitFor(() => expect(heard).toMatchObject([{ url: "/v1/signal" }]));
  });
});

test.each(shellsHere("poking the agent"))("under $name a commit pokes the agent", async (shell) => {
  const { scratch, starts } = await withFakeClient("true");
  const hook = join(scratch.repo, ".git", "hooks", "post-commit");
  const options = { cwd: scratch.repo, env: scratch.env };
  const ended = await run(shell.program, [...shell.flags, hook], options);
  expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
  await vi.waitFor(async () => expect(await starts()).toContain("/v1/signal\n"));
});

test("the secret stands in no command line", async () => {
  const { scratch, starts } = await withFakeClient("true");
  await scratch.git(...commit);
  await vi.waitFor(async () => expect(await starts()).toContain("/v1/signal\n"));
  expect(await starts()).not.toContain("s3cret");
});

describe("while the client hangs", () => {
  test("a commit whose output is captured has returned", async () => {
    const { scratch, client } = await withHungClient();
    // It settles when every holder of git's output has let go of it.
    expect(await scratch.git(...commit)).toMatchObject({ code: 0 });
    await client.release();
  });

  test("a lock that the caller holds on another descriptor is free", async () => {
    const { scratch, client } = await withHungClient();
    const locked = `exec 9>"$HOME/lock"; flock 9; git ${commit.join(" ")}`;
    expect(await run("sh", ["-c", locked], { cwd: scratch.repo, env: scratch.env })).toMatchObject({
      code: 0,
    });
    const lock = join(scratch.root, "lock");
    expect(await run("flock", ["--nonblock", lock, "true"])).toMatchObject({ code: 0 });
    await client.release();
  });

  test("a hook that waits for its own children has returned", async () => {
    const { scratch, client } = await withHungClient("#!/bin/sh\nwait\n");
    expect(await scratch.git(...commit)).toMatchObject({ code: 0 });
    await client.release();
  });
});

/** A repository whose hooks start a shell script of ours in the place of curl; it notes its arguments. */
async function withFakeClient(script: string, hook?: string) {
  const scratch = await scratchRepository();
  const client = await fakeClient(scratch, `echo "$@" >>"$HOME/starts"\n${script}`);
  if (hook !== undefined) await writeHook(scratch, hook);
  const hooks = await hooked(client, {}, scratch);
  await agentAt(hooks);
  const starts = (): Promise<string> => readFile(join(scratch.root, "starts"), "utf8");
  return { scratch, starts };
}

async function writeHook({ repo }: Scratch, hook: string): Promise<void> {
  const hooks = join(repo, ".git", "hooks");
  await mkdir(hooks, { recursive: true });
  await writeFile(join(hooks, "post-commit"), hook, { mode: 0o755 });
}

/** A client that hangs until the test releases it, which fails if it has not hung. */
async function withHungClient(hook?: string) {
  const { scratch } = await withFakeClient(
    `echo hanging >"$HOME/state"; read -r word <"$HOME/gate"; echo "$word" >"$HOME/state"`,
    hook,
  );
  await run("mkfifo", [join(scratch.root, "gate")]);
  const state = (): Promise<string> => readFile(join(scratch.root, "state"), "utf8");
  const release = async (): Promise<void> => {
    await vi.waitFor(async () => expect(await state()).toBe("hanging\n"));
    const gate = await open(join(scratch.root, "gate"), "w");
    await gate.writeFile("released\n");
    await gate.close();
    await vi.waitFor(async () => expect(await state()).toBe("released\n"));
  };
  return { scratch, client: { release } };
}
