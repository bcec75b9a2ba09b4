import { rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, commitId, refName, remoteName } from "../src/decide/brands.ts";
import { classify } from "../src/git/classify.ts";
import { askRemote } from "../src/git/ls-remote.ts";
import { pushTo } from "../src/git/push.ts";
import { openGit } from "../src/git/run-git.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let remote: AbsolutePath;
let here: AbsolutePath;
const servers: Server[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  scratch = await makeScratch("remote-failures");
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await scratch.remove();
});

const signal = new AbortController().signal;
const git = () => openGit({ env: scratch.env, log: memoryLog().log }, here);

/** Serves on a free port of this machine, and gives the port. */
function serve(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

/** Asks the remote behind a URL, and says how the failure is sorted. */
async function askAt(url: string, deadlineMs = 20_000): Promise<string> {
  await scratch.git(here, "remote", "set-url", "origin", url);
  const tip = commitId(await scratch.git(here, "rev-parse", "origin/main"));
  const answer = await askRemote(git(), upstream(tip), { deadlineMs, signal });
  return answer.kind === "failed" ? classify(answer.exit).kind : answer.kind;
}

function upstream(tip: ReturnType<typeof commitId>, branch = "main") {
  return {
    remote: remoteName("origin"),
    remoteRef: refName(`refs/heads/${branch}`),
    trackingRef: refName("refs/remotes/origin/main"),
    tip,
  };
}

describe("a server that answers a question with", () => {
  test.each([
    [401, "auth"],
    [403, "denied"],
    [404, "not-found"],
    [407, "auth"],
    [410, "not-found"],
    [429, "rate-limited"],
    [500, "offline"],
    [503, "offline"],
    [504, "timeout"],
  ])("%i is %s", async (status, kind) => {
    const port = await serve(createHttpServer((_, reply) => reply.writeHead(status).end()));
    expect(await askAt(`http://127.0.0.1:${port}/r`)).toBe(kind);
  });

  test("a page for people (a sign-in page of a hotel) is offline", async () => {
    const port = await serve(
      createHttpServer((_, reply) => reply.end("<html>\n<h1>Sign in</h1>\n</html>\n")),
    );
    expect(await askAt(`http://127.0.0.1:${port}/r`)).toBe("offline");
  });

  test.each(["http", "git"])("silence is a timeout, over %s", async (scheme) => {
    const port = await serve(createServer());
    expect(await askAt(`${scheme}://127.0.0.1:${port}/r`, 500)).toBe("timeout");
  });

  test.each(["http", "git"])("a closed line is offline, over %s", async (scheme) => {
    const port = await serve(createServer((socket) => socket.resetAndDestroy()));
    expect(await askAt(`${scheme}://127.0.0.1:${port}/r`)).toBe("offline");
  });

  test.each(["http", "git"])("nothing, for there is none, is offline, over %s", async (scheme) => {
    expect(await askAt(`${scheme}://127.0.0.1:1/r`)).toBe("offline");
  });

  test.each([
    ["/nowhere/r.git", "not-found"],
    ["ext::sh -c true", "bad-remote"],
    ["nonsense://h/r", "bad-remote"],
    ["http://h:99999/r", "bad-remote"],
    ["https://no.invalid/r", "offline"],
  ])("nothing at all, because of its address: %s is %s", async (url, kind) => {
    expect(await askAt(url)).toBe(kind);
  });
});

/** Pushes what is new here, and says how that ends. */
async function push(branch = "main"): Promise<string> {
  const head = commitId(await scratch.git(here, "rev-parse", "HEAD"));
  const tip = commitId(await scratch.git(here, "rev-parse", "origin/main"));
  const limits = { deadlineMs: 20_000, signal };
  const lease = branch === "main" ? tip : commitId("0".repeat(tip.length));
  const outcome = await pushTo(git(), head, upstream(lease, branch), limits);
  return outcome.kind === "failed" ? outcome.failure.kind : outcome.kind;
}

describe("a server that does not take a push because of", () => {
  const config = (...pair: string[]) => scratch.git(remote, "config", ...pair);
  const hook = (name: string, text: string) =>
    writeFile(join(remote, "hooks", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

  test.each<[string, string, () => Promise<unknown>]>([
    ["its pre-receive hook", "refused", () => hook("pre-receive", "echo no >&2; exit 1")],
    ["its update hook", "refused", () => hook("update", "exit 1")],
    [
      "a protected branch",
      "protected",
      () =>
        hook(
          "pre-receive",
          "echo 'GitLab: You are not allowed to push code to protected branches on this project.'; exit 1",
        ),
    ],
    ["its limit for packs", "refused", () => config("receive.maxInputSize", "10")],
    [
      "another push that holds the ref",
      "moved",
      () => writeFile(join(remote, "refs", "heads", "main.lock"), ""),
    ],
    ["a branch that is checked out", "refused", () => config("core.bare", "false")],
  ])("%s: %s", async (_name, kind, prepare) => {
    await prepare();
    await scratch.commit(here, "new.txt");
    expect(await push()).toBe(kind);
  });

  test("a rule against replaced history: protected", async () => {
    await config("receive.denyNonFastForwards", "true");
    await scratch.git(here, "commit", "--quiet", "--amend", "-m", "another first commit");
    expect(await push()).toBe("protected");
  });

  test("a branch whose name leaves no room: refused", async () => {
    await scratch.commit(here, "new.txt");
    expect(await push("main/sub")).toBe("refused");
  });

  test("somebody else's push: moved", async () => {
    const there = await scratch.clone(remote, "there");
    await scratch.commit(there, "theirs.txt");
    await scratch.git(there, "push", "--quiet");
    await scratch.commit(here, "new.txt");
    expect(await push()).toBe("moved");
  });

  test("its own absence: not-found", async () => {
    await scratch.commit(here, "new.txt");
    await rm(remote, { recursive: true });
    expect(await push()).toBe("not-found");
  });
});
