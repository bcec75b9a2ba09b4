import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { afterEach, describe, expect, test } from "vitest";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { aHookedAgent, eventually, type HookedAgent } from "./a-hooked-agent.ts";

const BACKGROUND = "[Hookline] Syncing in background...\n";

let it: HookedAgent;
afterEach(() => it.end());

describe("the poke", () => {
  test("is taken back when the spool is read", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await writeFile(it.home.poked, "");
    await it.post("/v1/signal", {});
    await eventually(() => expect(existsSync(it.home.poked)).toBe(false));
  });

  test("is taken back at the next beat where nobody came after it", async () => {
    const clock = new FakeClock();
    it = await aHookedAgent(undefined, { clock });
    await it.inSync();
    await writeFile(it.home.poked, "");
    clock.advance(10_000);
    await eventually(() => expect(existsSync(it.home.poked)).toBe(false));
  });
});

describe("crowds", () => {
  test("a hundred hooks at once are answered, and nobody else is kept out for long", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.closeGate();
    await it.scratch.commit(it.here, "a.txt");
    await it.record("post-commit", "7-7");
    const heard = await Promise.all(
      Array.from({ length: 100 }, () => it.post("/v1/feedback", { id: "7-7", waitMs: 1500 })),
    );
    const texts = new Set(heard.filter(({ exitCode }) => exitCode === 0).map(({ text }) => text));
    expect([...texts]).toEqual([BACKGROUND]);
    await it.openGate();
    await it.inSync();
    expect((await it.post("/v1/feedback", { id: "7-7", waitMs: 1500 })).text).toContain("Synced");
  });

  test("a record is remembered until 64 others came", async () => {
    it = await aHookedAgent();
    await it.inSync();
    await it.record("post-commit", "1-1");
    await it.record("post-commit", "2-1");
    await eventually(async () => expect(it.agent.status().queue.spooled).toBe(0));
    for (let other = 0; other < 63; other += 1) await it.record("post-checkout", `${other}-9`);
    await eventually(async () => expect(it.agent.status().queue.spooled).toBe(0));
    await it.inSync();
    expect((await it.post("/v1/feedback", { id: "1-1", waitMs: 500 })).text).toBe("");
    expect((await it.post("/v1/feedback", { id: "2-1", waitMs: 500 })).text).toContain("Synced");
  });
});
