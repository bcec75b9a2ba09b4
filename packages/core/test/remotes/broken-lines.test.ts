import { describe, expect } from "vitest";
import { serveOverHttp } from "../../src/git/http-server.ts";
import { expectWhole } from "../look/expect-whole.ts";
import type { Stage } from "../look/make-stage.ts";
import { test as onStage } from "../look/stage-test.ts";
import { gitDaemon } from "./git-daemon.ts";
import { type FaultyLine, faultyLine, type TcpFault } from "./tcp-faults.ts";

/** A line to the same remote for each of two protocols. */
interface Lines {
  readonly http: FaultyLine;
  readonly git: FaultyLine;
}

const test = onStage.extend<{ lines: Lines }>({
  lines: async ({ stage }, use) => {
    const web = await serveOverHttp(stage.scratch.root, stage.scratch.env);
    const daemon = await gitDaemon(stage.scratch.root, stage.scratch.env);
    const lines = { http: await faultyLine(web.port), git: await faultyLine(daemon.port) };
    await use(lines);
    await Promise.all([lines.http.close(), lines.git.close()]);
    await web.close();
    await daemon.close();
  },
});

/** More than a buffer on the way holds, and nothing that packs well. */
function noise(seed: number): string {
  const numbers = Array.from({ length: 4000 }, (_, at) => ((at * 7919 + 1) * seed) % 1e9);
  return numbers.map((number) => number.toString(36)).join("\n");
}

/**
 * Leaves `here` with something to fetch and `there` with something to push, both over the line.
 *
 * @returns the commits to fetch and to push
 */
async function work({ scratch, here, there, commitThere }: Stage, url: string) {
  const fetched = await commitThere("fetched.txt", noise(104_729));
  const pushed = await scratch.commit(there, "pushed.txt", noise(1_299_709));
  for (const at of [here, there]) {
    await scratch.git(at, "remote", "set-url", "origin", url);
    await scratch.git(at, "config", "hookline.gitDeadline", "10s");
  }
  return { fetched, pushed };
}

const healed = { state: "up-to-date", hold: null, failure: null };

/** In the greeting, in the list of refs and in the middle of a pack. */
const FAULTS: readonly (readonly [keyof Lines, string, TcpFault, RegExp])[] = [
  // Those that must wait for a deadline stand first, side by side.
  ["http", "falls silent in the greeting", { silentAfter: 0 }, /^timeout$/],
  ["http", "falls silent in the pack", { silentAfter: 12_000 }, /^timeout$/],
  ["git", "falls silent in the greeting", { silentAfter: 0 }, /^timeout$/],
  ["git", "falls silent in the pack", { silentAfter: 9000 }, /^timeout$/],
  ["http", "refuses", { refuses: true }, /^offline$/],
  ["http", "resets in the greeting", { resetsAfter: 0 }, /^offline$/],
  ["http", "resets among the refs", { resetsAfter: 900 }, /^offline$/],
  ["http", "resets in the pack", { resetsAfter: 12_000 }, /^offline$/],
  ["http", "ends among the refs", { endsAfter: 900 }, /^offline$/],
  ["http", "ends in the pack", { endsAfter: 12_000 }, /^offline$/],
  ["git", "refuses", { refuses: true }, /^offline$/],
  ["git", "resets in the pack", { resetsAfter: 9000 }, /^offline$/],
  ["git", "ends among the refs", { endsAfter: 200 }, /^offline$/],
  ["git", "ends in the pack", { endsAfter: 9000 }, /^offline$/],
];

describe.concurrent("a line that", () => {
  test.for(FAULTS)(
    "is %s:// and %s leaves nothing half done",
    async ([scheme, , fault, kind], { stage, lines }) => {
      const { here, there, remote } = stage;
      const line = lines[scheme];
      const { fetched, pushed } = await work(
        stage,
        `${scheme}://127.0.0.1:${line.port}/remote.git`,
      );
      line.disturb(fault);
      const disturbed = await Promise.all([stage.look(), stage.look({ in: there, ask: false })]);
      for (const { result } of disturbed) expect(result.failure?.kind).toMatch(kind);
      // The push may have arrived, and only its answer not.
      expect([fetched, pushed]).toContain(await stage.tip(remote, "main"));
      for (const at of [here, there]) await expectWhole(stage, at);
      line.disturb({});
      for (const at of [there, here]) {
        expect((await stage.look({ in: at })).result).toMatchObject(healed);
        expect(await stage.tip(at)).toBe(pushed);
      }
      await stage.scratch.git(remote, "fsck", "--no-dangling");
    },
  );

  test.for(["http", "git"] as const)(
    "is %s:// and flips a bit of a pack brings in nothing of it",
    async (scheme, { stage, lines }) => {
      const line = lines[scheme];
      await work(stage, `${scheme}://127.0.0.1:${line.port}/remote.git`);
      const before = await stage.tip(stage.here);
      line.disturb({ flipsAt: 9000 });
      expect((await stage.look()).result.failure?.kind).toBe("offline");
      expect(await stage.tip(stage.here, "origin/main")).toBe(before);
      await expectWhole(stage);
      line.disturb({});
      expect((await stage.look()).result).toMatchObject(healed);
    },
  );

  test("is slow is waited for", async ({ stage, lines }) => {
    const { fetched } = await work(stage, `git://127.0.0.1:${lines.git.port}/remote.git`);
    lines.git.disturb({ bytesPerSecond: 20_000 });
    expect((await stage.look()).result).toMatchObject({ ...healed, pulled: 1 });
    expect(await stage.tip(stage.here)).toBe(fetched);
  });
});
