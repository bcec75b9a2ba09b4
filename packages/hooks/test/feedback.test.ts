import { writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { absolutePath } from "@hookline/core/client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type Answer,
  agentAt,
  clientsHere,
  fakeClient,
  fakeRunner,
  type Hooked,
  hooked,
  inTerminal,
  leaveStaleSocket,
  noTerminal,
  UNTIL_HEARD,
} from "./hook-agent.ts";
import { run, scratchRepository } from "./scratch-repository.ts";
import { findProgram, leaveOut } from "./shells.ts";

const COMMIT = "git commit --quiet --allow-empty --message=x";
const SYNCED = "[Hookline] Synced 3 files to origin/main in 0.4 s";
const BACKGROUND = "[Hookline] Syncing in background...\n";

const head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

/** Later than any deadline of these tests. */
const LATE_MS = 5000;

/** Long enough that a busy machine does not take the place of a hung agent. */
const PATIENT = { waitMs: 2000 } as const;

const says =
  (line: string): Answer =>
  (_heard, response) =>
    void response.end(line);

if (noTerminal !== undefined) leaveOut("lines in a terminal", noTerminal);

describe.skipIf(noTerminal !== undefined).each(clientsHere())(
  "with $kind, in a terminal",
  (client) => {
    test("a commit shows the line of the agent, which it asks for its own record", async () => {
      const hooks = await hooked(client, PATIENT);
      const { heard } = await agentAt(hooks, says(`${SYNCED}\n`));
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({
        code: 0,
        stdout: `${SYNCED}\n`,
      });
      const [record] = await hooks.scratch.drain();
      expect(heard).toHaveLength(1);
      expect(heard[0]).toMatchObject({
        url: "/v1/feedback",
        headers: { "content-type": "application/json", authorization: "Bearer s3cret" },
      });
      expect(JSON.parse(heard[0]?.body ?? "")).toEqual({ id: record?.id, waitMs: 2000 });
    });

    test("a merge does so too, and an agent with nothing to say leaves the terminal alone", async () => {
      const hooks = await hooked(client, PATIENT);
      await hooks.scratch.git("checkout", "--quiet", "-b", "topic");
      await hooks.scratch.git("commit", "--quiet", "--allow-empty", "--message=topic");
      await hooks.scratch.git("checkout", "--quiet", "main");
      const { heard } = await agentAt(hooks, says(""));
      const ended = await inTerminal(hooks.scratch, "git merge --quiet topic");
      expect(ended).toMatchObject({ code: 0, stdout: "" });
      expect(heard).toMatchObject([{ url: "/v1/feedback" }]);
    });

    test("letters outside ASCII and what shells and printf heed are shown as they are", async () => {
      const line = "[Hookline] Synced 1 file to origin/größe-日本 %s \\t $(id) `id` ' \" in 0.4 s";
      const hooks = await hooked(client, PATIENT);
      await agentAt(hooks, says(line));
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ stdout: `${line}\n` });
    });

    test("an agent that answers too late is waited for once, and not poked again", async () => {
      const hooks = await hooked(client, { waitMs: 200 });
      // It does not even take the mark of the poke away, and answers when all is over.
      const { connections } = await listenRaw(hooks, (socket) => {
        setTimeout(() => socket.end(`${head}${SYNCED}\n`), LATE_MS).unref();
      });
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({
        code: 0,
        stdout: BACKGROUND,
      });
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: "" });
      expect(connections()).toBe(1);
      expect(await hooks.scratch.drain()).toHaveLength(2);
    });

    test.each([
      ["refuses the token", "HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno", BACKGROUND],
      ["fails, with words of ours", `HTTP/1.1 500 No\r\n\r\n${SYNCED}\n`, BACKGROUND],
      ["speaks no HTTP", "garbage\n", BACKGROUND],
      ["closes at once", "", BACKGROUND],
      ["says something else", `${head}rm -rf /\n`, BACKGROUND],
      ["paints", `${head}[Hookline] \u001b[2J\n`, BACKGROUND],
      ["rings the bell", `${head}[Hookline] \u0007\n`, BACKGROUND],
      ["returns the carriage", `${head}[Hookline] a\rb\n`, BACKGROUND],
      [
        "says exactly as much as fits",
        `${head}[Hookline] ${"x".repeat(189)}\n`,
        `[Hookline] ${"x".repeat(189)}\n`,
      ],
      ["says a letter too much", `${head}[Hookline] ${"x".repeat(190)}\n`, BACKGROUND],
      ["says a second line", `${head}${SYNCED}\nand more\n`, `${SYNCED}\n`],
    ])("one line at most, if the agent %s", async (_what, reply, shown) => {
      const hooks = await hooked(client, PATIENT);
      await listenRaw(hooks, (socket) => socket.end(reply));
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: shown });
    });

    test.each([
      ["a line without an end", head, "x".repeat(65_536), BACKGROUND],
      ["lines without an end", head, `${SYNCED}\n`.repeat(1000), `${SYNCED}\n`],
      ["headers without an end", "HTTP/1.1 200 OK\r\n", "X-A: b\r\n".repeat(1000), BACKGROUND],
    ])("%s costs no more than a hung agent", async (_what, first, piece, shown) => {
      const hooks = await hooked(client, { waitMs: 200 });
      const { closed } = await listenRaw(hooks, (socket) => {
        socket.write(first);
        const go = (): void => {
          if (socket.writable && socket.write(piece)) setImmediate(go);
        };
        socket.on("drain", go);
        go();
      });
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: shown });
      await closed;
    });

    test("where nobody listens any more, the fallback comes in", async () => {
      const hooks = await hooked(client, { ...PATIENT, fallback: "detach" });
      const starts = await fakeRunner(hooks);
      await leaveStaleSocket(hooks);
      // Somebody else's process by now.
      await writeFile(hooks.targets.pid, `${process.pid}\n`);
      expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({
        code: 0,
        stdout: BACKGROUND,
      });
      await vi.waitFor(async () => expect(await starts()).toBe(1));
    });

    test("in the background too, unheard", async () => {
      const hooks = await hooked(client, { fallback: "detach" });
      const starts = await fakeRunner(hooks);
      await leaveStaleSocket(hooks);
      await writeFile(hooks.targets.pid, `${process.pid}\n`);
      await hooks.scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
      await vi.waitFor(async () => expect(await starts()).toBe(1));
    });
  },
);

const timeout = findProgram("timeout");

test.skipIf(noTerminal !== undefined || timeout === undefined)(
  "a client that hangs, with a child of its own, is waited for no longer than an agent",
  async () => {
    const scratch = await scratchRepository();
    const client = await fakeClient(
      scratch,
      `trap "" TERM INT; (read -r word <"$HOME/gate") & wait`,
    );
    await run("mkfifo", [join(scratch.root, "gate")]);
    const limit = absolutePath(timeout ?? "/");
    const hooks = await hooked({ ...client, timeout: limit }, { waitMs: 100 }, scratch);
    await agentAt(hooks);
    expect(await inTerminal(scratch, COMMIT)).toMatchObject({ code: 0, stdout: BACKGROUND });
  },
);

describe.skipIf(noTerminal !== undefined)("nobody waits for a line", () => {
  const [client] = clientsHere();
  const hook = (event: string, args = ""): string => `sh .git/hooks/${event} ${args}`;

  test.each([
    ["in CI", COMMIT, { CI: "true" }],
    ["in a dumb terminal", COMMIT, { TERM: "dumb" }],
    ["when stderr is no terminal", `${COMMIT} 2>"$HOME/stderr"`, {}],
    ["while git works through a list", `mkdir .git/sequencer; ${COMMIT}`, {}],
    ["after a checkout", hook("post-checkout", "1111 2222 1"), {}],
    ["after a rewrite", hook("post-rewrite", "amend"), {}],
    ["after a patch", hook("post-applypatch"), {}],
  ])("%s: the agent is poked in the background", async (_when, command, env) => {
    if (client === undefined) return;
    const hooks = await hooked(client, PATIENT);
    const { heard } = await agentAt(hooks, says(`${SYNCED}\n`));
    const ended = await inTerminal(hooks.scratch, `${command} && ${UNTIL_HEARD}`, env);
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(heard).toMatchObject([{ url: "/v1/signal" }]);
  });

  test("an empty CI is none", async () => {
    if (client === undefined) return;
    const hooks = await hooked(client, PATIENT);
    await agentAt(hooks, says(`${SYNCED}\n`));
    expect(await inTerminal(hooks.scratch, COMMIT, { CI: "" })).toMatchObject({
      stdout: `${SYNCED}\n`,
    });
  });

  test("where hookline.waitMs is 0", async () => {
    if (client === undefined) return;
    const hooks = await hooked(client, { waitMs: 0 });
    const { heard } = await agentAt(hooks, says(`${SYNCED}\n`));
    const ended = await inTerminal(hooks.scratch, `${COMMIT} && ${UNTIL_HEARD}`);
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(heard).toMatchObject([{ url: "/v1/signal" }]);
  });

  test("where hookline.hooks is false, and nothing is noted either", async () => {
    if (client === undefined) return;
    const hooks = await hooked(client, { hooks: false });
    const { heard } = await agentAt(hooks, says(`${SYNCED}\n`));
    expect(await inTerminal(hooks.scratch, COMMIT)).toMatchObject({ code: 0, stdout: "" });
    expect(await hooks.scratch.drain()).toEqual([]);
    expect(heard).toEqual([]);
  });
});

/** A server that answers each connection in its own way, at the agent's place. */
async function listenRaw({ targets }: Hooked, answer: (socket: Socket) => unknown) {
  let connections = 0;
  const gone = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => gone.resolve());
    socket.once("data", () => answer(socket));
    socket.resume();
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(targets.signal.socket, resolve));
  await writeFile(targets.pid, `${process.pid}\n`);
  return { connections: () => connections, closed: gone.promise };
}
