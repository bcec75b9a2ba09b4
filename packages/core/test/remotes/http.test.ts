import { writeFile } from "node:fs/promises";
import { describe, expect } from "vitest";
import { expectWhole } from "../look/expect-whole.ts";
import type { Stage } from "../look/make-stage.ts";
import { test as onStage } from "../look/stage-test.ts";
import { ASK_WHO, type FrontReply, type HttpFront, httpFront, onlyFor } from "./http-front.ts";

/** A stage whose remote is reached over smart HTTP. */
const test = onStage.extend<{ front: HttpFront }>({
  front: async ({ stage }, use) => {
    const front = await httpFront(stage.scratch.root, stage.scratch.env);
    await stage.scratch.git(stage.here, "remote", "set-url", "origin", front.url("remote.git"));
    await use(front);
    await front.close();
  },
});

const HTML = { "Content-Type": "text/html" };
const SECRET = "ada:hunter2";

/** Gives git a helper that knows this password, as a person who signed in has one. */
async function signIn({ scratch }: Stage, front: HttpFront, credentials: string): Promise<void> {
  await writeFile(scratch.path("home", ".git-credentials"), `${front.url("", credentials)}\n`);
  await scratch.git(scratch.root, "config", "--global", "credential.helper", "store");
}

/** Works on both sides, so that the next look must fetch and push. */
async function work({ scratch, here, commitThere }: Stage): Promise<void> {
  await commitThere("theirs.txt");
  await scratch.commit(here, "ours.txt");
}

const healed = { state: "up-to-date", hold: null, failure: null };

describe.concurrent("a remote over smart HTTP", () => {
  test("is fetched from and pushed to", async ({ stage, front }) => {
    const theirs = await stage.commitThere("theirs.txt");
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(stage.here)).toBe(theirs);
    const ours = await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look({ ask: false })).result).toMatchObject({ ...healed, pushed: 1 });
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
    expect(front.requests()).toBeGreaterThan(0);
  });

  test("takes the password that the user's own helper knows", async ({ stage, front }) => {
    front.rule(onlyFor(SECRET));
    await signIn(stage, front, SECRET);
    const ours = await stage.scratch.commit(stage.here, "ours.txt");
    expect((await stage.look()).result).toMatchObject(healed);
    expect(await stage.tip(stage.remote, "main")).toBe(ours);
  });

  test.for(["missing", "wrong"])(
    "says so when credentials are %s",
    async (which, { stage, front }) => {
      front.rule(onlyFor(SECRET));
      if (which === "wrong") await signIn(stage, front, "ada:guessed");
      await work(stage);
      const before = [await stage.tip(stage.here), await stage.tip(stage.remote, "main")];
      for (const ask of [true, false]) {
        const { result } = await stage.look({ ask });
        expect(result.failure?.kind).toBe("auth");
        expect(JSON.stringify(result)).not.toContain("guessed");
      }
      expect([await stage.tip(stage.here), await stage.tip(stage.remote, "main")]).toEqual(before);
      await expectWhole(stage);
      await signIn(stage, front, SECRET);
      expect((await stage.look()).result).toMatchObject(healed);
    },
  );

  test("waits for a refusal that takes ten seconds", async ({ stage, front }) => {
    front.rule(() => ({ ...ASK_WHO, afterMs: 10_000 }));
    expect((await stage.look()).result.failure?.kind).toBe("auth");
    front.rule(() => null);
    expect((await stage.look()).result).toMatchObject(healed);
  });

  test("goes on after one refusal that was a mistake", async ({ stage, front }) => {
    await signIn(stage, front, SECRET);
    await work(stage);
    const once = [ASK_WHO, ASK_WHO];
    front.rule(() => once.shift() ?? null);
    expect((await stage.look()).result.failure?.kind).toBe("auth");
    // A helper forgets what was refused (gitcredentials(7)): the user signs in again.
    await signIn(stage, front, SECRET);
    expect((await stage.look()).result).toMatchObject(healed);
  });

  test.for<[string, FrontReply, RegExp]>([
    ["500", { status: 500 }, /^offline$/],
    ["502", { status: 502 }, /^offline$/],
    ["504", { status: 504 }, /^timeout$/],
    ["429", { status: 429, headers: { "Retry-After": "1" } }, /^rate-limited$/],
    ["403", { status: 403 }, /^denied$/],
    ["404", { status: 404 }, /^not-found$/],
    ["a hotel's page", { status: 200, headers: HTML, body: "<h1>Welcome</h1>" }, /^upstream-gone$/],
    ["a redirect to itself", { status: 302, headers: { Location: "/remote.git" } }, /./],
  ])("says what is wrong when the answer is %s", async ([, bad, kind], { stage, front }) => {
    await stage.scratch.commit(stage.here, "ours.txt");
    for (const ask of [true, false]) {
      front.rule(() => bad);
      const { failure, hold, pushed } = (await stage.look({ ask })).result;
      expect(failure?.kind ?? hold).toMatch(kind);
      expect(pushed).toBe(0);
    }
    await stage.scratch.git(stage.here, "fsck", "--no-dangling");
    front.rule(() => null);
    expect((await stage.look()).result).toMatchObject({ ...healed, pushed: 1 });
  });

  test.for(["fetches", "pushes"])(
    "converges whichever answer fails while it %s",
    async (way, { stage, front }) => {
      let failures = 0;
      for (let badAt = 0, seen = 0; seen >= badAt; badAt += 1) {
        if (way === "fetches") await stage.commitThere(`${badAt}.txt`);
        else await stage.scratch.commit(stage.here, `${badAt}.txt`);
        seen = 0;
        front.rule(() => (seen++ === badAt ? { status: 503 } : null));
        const { result } = await stage.look();
        if (seen > badAt) failures += 1;
        expect(result.failure?.kind).toBe(seen > badAt ? "offline" : undefined);
        front.rule(() => null);
        expect((await stage.look()).result).toMatchObject(healed);
        seen = seen > badAt ? badAt + 1 : 0;
      }
      expect(failures).toBeGreaterThan(3);
      await expectWhole(stage);
      await stage.scratch.git(stage.remote, "fsck", "--no-dangling");
    },
  );
});
