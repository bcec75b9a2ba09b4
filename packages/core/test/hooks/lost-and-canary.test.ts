import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { openClient } from "../../src/socket/client.ts";
import { socketAddress } from "../../src/socket/socket-path.ts";
import { aHookedAgent, eventually, type HookedAgent } from "./a-hooked-agent.ts";

let it: HookedAgent;
afterEach(() => it.end());

const looks = async () => (await it.logged("look.started")).length;

describe("a record that could not be written", () => {
  test("has everything looked at, and the log says what is wrong with the spool", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await rm(it.home.spool, { recursive: true });
    const before = await looks();
    const lost = { id: "1-1", waitMs: 0, lost: true };
    expect(await it.post("/v1/feedback", lost)).toMatchObject({ text: "", exitCode: 0 });
    await eventually(async () => expect(await looks()).toBe(before + 1));
    const [line = ""] = await it.logged("hook.failed-open");
    expect(line).toMatch(/"level":"warn".*"id":"1-1".*"problem":"Error: ENOENT/);
    expect((await it.logged("look.started")).at(-1)).toContain('"reasons":["hook"]');
    await mkdir(it.home.spool);
  });

  test("is told also where we could have written it", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.post("/v1/feedback", { id: "1-1", waitMs: 0, lost: true });
    const [line = ""] = await it.logged("hook.failed-open");
    expect(line).toContain('"problem":null');
    expect(await readdir(it.home.spool)).toEqual([]);
  });
});

describe("a canary", () => {
  test("that arrived before the question is known, and causes no look", async () => {
    it = await aHookedAgent();
    await it.inSync();
    const before = await looks();
    await it.record("canary", "bird");
    await eventually(() => expect(it.agent.status().queue.spooled).toBe(0));
    const answer = await openClient(it.home).canary({ ids: ["bird"], waitMs: 2000 });
    expect(answer).toEqual({ kind: "ok", value: { arrived: ["bird"] } });
    expect(await looks()).toBe(before);
  });

  test("that arrives after the question answers it at once", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.record("canary", "early");
    const asked = openClient(it.home).canary({ ids: ["early", "late"], waitMs: 2000 });
    await it.record("canary", "late");
    expect(await asked).toEqual({ kind: "ok", value: { arrived: ["early", "late"] } });
  });

  test("that never arrives is missing from the answer, others are not", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.record("canary", "bird");
    const answer = await openClient(it.home).canary({ ids: ["bird", "fish"], waitMs: 50 });
    expect(answer).toEqual({ kind: "ok", value: { arrived: ["bird"] } });
  });

  test("of a repository that nobody registered is heard too", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.record("canary", "bird", it.scratch.root);
    const answer = await openClient(it.home).canary({ ids: ["bird"], waitMs: 2000 });
    expect(answer).toMatchObject({ value: { arrived: ["bird"] } });
  });
});

describe("hooks that are gone", () => {
  test("cost nothing: the look goes on, others are answered, the agent stops at once", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    const commit = await it.scratch.commit(it.here, "a.txt");
    await it.record("post-commit", "1-1");
    const body = JSON.stringify({ id: "1-1", waitMs: 2000 });
    const token = (await readFile(it.home.token, "utf8")).trim();
    const head = `POST /v1/feedback HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\n`;
    const type = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const peers = Array.from({ length: 40 }, () => {
      const peer = connect(socketAddress(it.home, process.platform).path);
      peer.on("error", () => undefined);
      peer.write(head + type + body);
      return peer;
    });
    await eventually(() =>
      it.scratch.git(it.here, "hash-object", `${it.scratch.path("gate")}.reached`),
    );
    for (const peer of peers) peer.destroy();
    const answer = it.post("/v1/feedback", { id: "1-1", waitMs: 2000 });
    await it.openGate();
    expect((await answer).text).toContain("Synced 1 file to origin/main");
    expect(await it.scratch.git(it.remote, "rev-parse", "main")).toBe(commit);
    expect(await it.logged("fault.unexpected")).toEqual([]);
    expect(await it.logged("request.failed")).toEqual([]);
  });

  test("that wait while the agent stops hold it up for nothing", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    await it.scratch.commit(it.here, "a.txt");
    await it.record("post-commit", "1-1");
    const waiting = it.post("/v1/feedback", { id: "1-1", waitMs: 2000 });
    await eventually(() =>
      it.scratch.git(it.here, "hash-object", `${it.scratch.path("gate")}.reached`),
    );
    await it.agent.stop("in the middle");
    expect((await waiting).text).not.toContain("Synced");
  });
});

test("what is no question is refused in words, and costs no look", async () => {
  it = await aHookedAgent();
  await it.inSync();
  const before = await looks();
  for (const body of [{}, { id: "../x", waitMs: 1 }, { id: "1-1", waitMs: 2001 }, { id: "1-1" }]) {
    expect((await it.post("/v1/feedback", body)).text).toContain('"bad-request"');
  }
  const ids = Array.from({ length: 17 }, (_unused, index) => `${index}-1`);
  expect((await it.post("/v1/canary", { ids, waitMs: 1 })).text).toContain('"bad-request"');
  await writeFile(it.home.poked, "");
  expect(await looks()).toBe(before);
});
