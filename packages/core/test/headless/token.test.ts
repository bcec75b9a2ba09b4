import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { type GitHttpServer, serveOverHttp } from "../../src/git/http-server.ts";
import { type GitDoor, openGit } from "../../src/git/run-git.ts";
import { type AccessToken, findAccessToken } from "../../src/headless/access-token.ts";
import { readCloneUrl } from "../../src/headless/clone-url.ts";
import { credentialOverrides } from "../../src/headless/credential-helper.ts";
import { watchToken } from "../../src/headless/watch-token.ts";
import { findHome, type Home } from "../../src/home.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

const TOKEN = "CANARY'$(id)\"\\ %41";

let scratch: Scratch;
let home: Home;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  scratch = await makeScratch("token");
  // A folder that a shell would take apart.
  home = findHome({ HOOKLINE_HOME: scratch.path("it's $HOME; a folder") });
  await mkdir(home.root);
  await scratch.remote();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await scratch.remove();
});

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Serves the remote to whoever carries the token, and notes what each request carried. */
async function serve(user = "x-access-token", password = TOKEN) {
  const seen: (string | undefined)[] = [];
  const wanted = { user, password };
  const server: GitHttpServer = await serveOverHttp(scratch.root, scratch.env, 0, (carried) => {
    seen.push(carried);
    return carried === basic(wanted.user, wanted.password);
  });
  closers.push(server.close);
  return { url: server.url("remote.git"), seen, wanted };
}

const askRemote = (token: AccessToken, url: string, repository: AbsolutePath = scratch.root) => {
  const { log } = memoryLog();
  const host = { overrides: credentialOverrides(token, [url]), sshCommand: undefined };
  const door: GitDoor = { env: scratch.env, log, host };
  return openGit(door, repository)({ verb: "ls-remote", flags: [], operands: [url] });
};

const find = (env: NodeJS.ProcessEnv): AccessToken => {
  const token = findAccessToken({ GIT_SYNC_TOKEN_OVER_HTTP: "1", ...env }, home, null);
  if (token === null) throw new Error("no token");
  return token;
};

describe("git gets the token", () => {
  test("from the environment, through a file that only we can read", async () => {
    const { url } = await serve();
    const token = find({ GIT_SYNC_TOKEN: TOKEN });
    expect((await stat(token.file)).mode & 0o777).toBe(0o600);
    expect(await askRemote(token, url)).toMatchObject({ kind: "exited", exitCode: 0 });
  });

  test.each([
    ["a line end", `${TOKEN}\n`],
    ["no line end", TOKEN],
    ["a line end of Windows", `${TOKEN}\r\n`],
  ])("from a file with %s, as it is at that moment", async (_what, text) => {
    const { url, wanted } = await serve("robot");
    const file = scratch.path("secret");
    await writeFile(file, text);
    const token = find({ GIT_SYNC_TOKEN_FILE: file, GIT_SYNC_USERNAME: "robot" });
    expect(await askRemote(token, url)).toMatchObject({ exitCode: 0 });
    wanted.password = "rotated";
    expect(await askRemote(token, url)).toMatchObject({ exitCode: 128 });
    await writeFile(file, "rotated\n");
    expect(await askRemote(token, url)).toMatchObject({ exitCode: 0 });
  });

  test("from a clone URL, which is taken apart", async () => {
    const { url } = await serve("me@here", "p:w");
    const typed = url.replace("://", "://me%40here:p%3Aw@");
    const { url: clean, secret } = readCloneUrl(typed);
    expect(clean).toBe(url);
    const token = findAccessToken({ GIT_SYNC_TOKEN_OVER_HTTP: "1" }, home, secret);
    expect(token && (await askRemote(token, clean))).toMatchObject({ exitCode: 0 });
  });

  test("and no other helper learns it, the user's neither", async () => {
    const { url } = await serve();
    const kept = scratch.path("kept");
    const helper = `!f() { echo "$1" >>${kept}; cat >>${kept}; }; f`;
    await scratch.git(scratch.root, "config", "--global", "credential.helper", helper);
    expect(await askRemote(find({ GIT_SYNC_TOKEN: TOKEN }), url)).toMatchObject({ exitCode: 0 });
    await expect(readFile(kept)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("the token stays here", () => {
  test("when another host is asked", async () => {
    const { seen, url } = await serve();
    const other = await serve();
    const token = find({ GIT_SYNC_TOKEN: TOKEN });
    const { log } = memoryLog();
    const host = { overrides: credentialOverrides(token, [other.url]), sshCommand: undefined };
    const git = openGit({ env: scratch.env, log, host }, scratch.root);
    expect(await git({ verb: "ls-remote", flags: [], operands: [url] })).toMatchObject({
      exitCode: 128,
    });
    expect(seen).toEqual([undefined]);
  });

  test("when its host sends us to another", async () => {
    const thief = await serve();
    const server: Server = createServer((request, response) => {
      const where = thief.url.replace("/remote.git", request.url ?? "");
      response.writeHead(302, { Location: where }).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    closers.push(() => new Promise((closed) => server.close(closed)));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const token = find({ GIT_SYNC_TOKEN: TOKEN });
    const exit = await askRemote(token, `http://127.0.0.1:${port}/remote.git`);
    expect(exit).toMatchObject({ exitCode: 128 });
    expect(thief.seen).toEqual([undefined]);
  });

  test.each([
    ["http", ["http://example.org/a.git"], {}, "token-in-the-clear"],
    [
      "http, whatever is said",
      ["http://example.org/a.git"],
      { GIT_SYNC_TOKEN_OVER_HTTP: "1" },
      "token-in-the-clear",
    ],
    [
      "http to a name that looks local",
      ["http://localhost.example.org/a"],
      { GIT_SYNC_TOKEN_OVER_HTTP: "1" },
      "token-in-the-clear",
    ],
    [
      "http to ourselves unless told to",
      ["http://127.0.0.1/a.git"],
      { GIT_SYNC_TOKEN_OVER_HTTP: "" },
      "token-in-the-clear",
    ],
    [
      "two hosts",
      ["https://one.example/a", "https://two.example/a"],
      {},
      "token-for-several-hosts",
    ],
    [
      "two ports",
      ["https://one.example/a", "https://one.example:444/a"],
      {},
      "token-for-several-hosts",
    ],
  ])("rather than to go to %s", (_where, urls, env, code) => {
    const token = find({ GIT_SYNC_TOKEN: TOKEN, ...env });
    const refused = () => credentialOverrides(token, urls);
    expect(refused).toThrow(expect.objectContaining({ code }));
  });

  test("where nothing takes one", () => {
    const token = find({ GIT_SYNC_TOKEN: TOKEN });
    expect(credentialOverrides(token, ["git@host:a.git", "ssh://host/a", "/srv/a"])).toEqual([]);
  });
});

describe("a token that cannot be used is refused, and not shown:", () => {
  test.each([
    ["an empty file", "", "token-unusable"],
    ["a file of the wrong kind", `CANARY\u0000`, "token-unusable"],
    ["a file that is far too long", "CANARY".repeat(10_000), "token-unusable"],
  ])("%s", async (_what, text, code) => {
    const file = scratch.path("secret");
    await writeFile(file, text);
    const refused = caught(() => find({ GIT_SYNC_TOKEN_FILE: file }));
    expect(refused).toMatchObject({ code });
    expect(JSON.stringify(refused)).not.toContain("CANARY");
    expect(String(refused)).not.toContain("CANARY");
  });

  test("no file, two sources, a username that would break git's protocol", async () => {
    expect(caught(() => find({ GIT_SYNC_TOKEN_FILE: "/nowhere" }))).toMatchObject({
      code: "token-unusable",
    });
    expect(
      caught(() => find({ GIT_SYNC_TOKEN_FILE: "/nowhere", GIT_SYNC_TOKEN: "CANARY" })),
    ).toMatchObject({ code: "token-twice" });
    expect(
      caught(() => find({ GIT_SYNC_TOKEN: "CANARY", GIT_SYNC_USERNAME: "a\nhost=evil" })),
    ).toMatchObject({ code: "token-unusable" });
  });

  function caught(work: () => unknown): unknown {
    try {
      return work();
    } catch (error) {
      return error;
    }
  }
});

describe("the URL to clone", () => {
  test.each([
    "https://host/a.git",
    "https://me@host/a.git",
    "ssh://git@host:22/a.git",
    "git@host:a/b.git",
    "host:a",
    "file:///srv/a",
    "git://host/a",
  ])("is taken as it stands: %s", (url) => {
    expect(readCloneUrl(url)).toEqual({ url, secret: null });
  });

  test.each([
    "ext::sh -c CANARY",
    "ext::CANARY",
    "--upload-pack=CANARY",
    "/srv/CANARY",
    "CANARY",
    "ftp://host/CANARY",
    "ssh://me:CANARY@host/a",
    "https://host/CANARY\nhost=evil",
    "https://host/CANARY%0ahost=evil",
    "https://me:CANARY%ff@host/a",
  ])("is refused without being repeated: %j", (url) => {
    expect(() => readCloneUrl(url)).toThrow(expect.objectContaining({ code: "clone-url" }));
    expect(() => readCloneUrl(url)).not.toThrow(/CANARY/);
  });
});

test("a token that is exchanged is noticed, an absent one in between is not", async () => {
  const file = scratch.path("secret");
  await writeFile(file, "one");
  const clock = new FakeClock();
  const end = new AbortController();
  let changes = 0;
  const watching = watchToken(file, clock, () => void (changes += 1), end.signal);
  const noticed = (count: number) =>
    vi.waitFor(
      () => {
        clock.advance(10_000);
        expect(changes).toBe(count);
      },
      { timeout: 30_000 },
    );
  await noticed(0);
  await writeFile(file, "two");
  await noticed(1);
  await rm(file);
  await noticed(1);
  await writeFile(file, "two");
  await noticed(1);
  await writeFile(file, "three");
  await noticed(2);
  end.abort();
  await watching;
});
