import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Gateway } from "../../src/gateway/gateway.ts";
import type { PageFiles } from "../../src/gateway/page-files.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { calmHandlers } from "../socket/a-status.ts";

/* A port that nobody uses does not stay open. */
const MINUTE = 60_000;
const files: PageFiles = new Map();

let clock: FakeClock;
let gateway: Gateway;

beforeEach(() => {
  clock = new FakeClock();
  gateway = new Gateway({
    handlers: calmHandlers,
    files: () => files,
    clock,
    log: memoryLog().log,
  });
});

afterEach(() => gateway.close());

const enter = (url: string) => fetch(url, { redirect: "manual" }).then(({ status }) => status);

async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    clock.advance(MINUTE);
    await nextTurn();
  }
}

test("a port that nobody uses for ten minutes is closed, and another opened when it is wanted", async () => {
  const first = await gateway.invite(null);
  await pass(9);
  expect(await enter(first.url)).toBe(403);
  expect(await enter((await gateway.invite(null)).url)).toBe(303);
  await pass(9);
  expect(await enter((await gateway.invite(null)).url)).toBe(303);
  await pass(12);
  await expect(enter(first.url)).rejects.toThrow("fetch failed");
  const again = await gateway.invite("/queue");
  expect(await enter(again.url)).toBe(303);
});

test("a port is closed with the agent", async () => {
  const { url } = await gateway.invite(null);
  const closing = gateway.close();
  clock.advance(MINUTE);
  await closing;
  await expect(enter(url)).rejects.toThrow("fetch failed");
});

test("several who ask at once share a port", async () => {
  const [one, other] = await Promise.all([gateway.invite(null), gateway.invite(null)]);
  expect(new URL(one.url).host).toBe(new URL(other.url).host);
  expect(await enter(one.url)).toBe(303);
  expect(await enter(other.url)).toBe(303);
});
