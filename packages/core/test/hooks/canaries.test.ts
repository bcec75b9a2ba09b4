import { beforeEach, expect, test } from "vitest";
import { Canaries } from "../../src/agent/canaries.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";

let clock: FakeClock;
let canaries: Canaries;

beforeEach(() => {
  clock = new FakeClock();
  canaries = new Canaries(clock);
});

const never = new AbortController().signal;
const ask = (ids: readonly string[], signal = never) => canaries.ask({ ids, waitMs: 1000 }, signal);

test("answers at once for those that are there, and for none", async () => {
  canaries.arrive("a");
  expect(await ask(["a"])).toEqual({ arrived: ["a"] });
  expect(await ask([])).toEqual({ arrived: [] });
});

test("answers everyone who waits, each when all of theirs are there", async () => {
  const both = ask(["a", "b"]);
  const one = ask(["a"]);
  canaries.arrive("a");
  expect(await one).toEqual({ arrived: ["a"] });
  canaries.arrive("b");
  expect(await both).toEqual({ arrived: ["a", "b"] });
});

test("says after a while which did not come", async () => {
  const asked = ask(["a", "b"]);
  canaries.arrive("b");
  clock.advance(1000);
  expect(await asked).toEqual({ arrived: ["b"] });
});

test("lets go of who has gone", async () => {
  const gone = new AbortController();
  const asked = ask(["a"], gone.signal);
  gone.abort();
  await expect(asked).rejects.toThrow("abort");
});

test("remembers the last 64, and one that comes again as the newest", async () => {
  for (let at = 0; at < 64; at += 1) canaries.arrive(`c${at}`);
  canaries.arrive("c0");
  canaries.arrive("new");
  const asked = ask(["c0", "c1", "new"]);
  clock.advance(1000);
  expect(await asked).toEqual({ arrived: ["c0", "new"] });
});
