import { existsSync, readdirSync } from "node:fs";
import { chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventually, isReady, type Stage, setStage } from "./src/headless/stage.ts";

const isRoot = process.getuid?.() === 0;

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

describe("an agent for a container", { timeout: 180_000 }, () => {
  test("clones, is ready, and follows its remote, with no git configuration at all", async () => {
    const running = stage.cloning();
    await running.logged("clone.finished");
    await isReady(stage);
    expect((await stage.hookline(stage.environment(), "list")).stdout).toBe(`${stage.target}\n`);
    expect(await running.stop()).toBe(0);
  });

  test("uses at its next start what it cloned before", async () => {
    const first = stage.cloning();
    await first.logged("clone.finished");
    expect(await first.stop()).toBe(0);
    const again = stage.cloning();
    await again.logged("agent.started");
    expect(await again.stop()).toBe(0);
    expect(again.lines.map(({ event }) => event)).not.toContain("clone.started");
  });

  test("answers probes while it cannot clone yet, and says what is the matter", async () => {
    stage.tap.end();
    const running = stage.agent([
      "--repo",
      stage.target,
      "--clone",
      stage.url,
      "--listen",
      "127.0.0.1:0",
    ]);
    await running.logged("clone.failed");
    const { address } = await running.logged("socket.listening", (line) =>
      String(line["address"]).startsWith("127."),
    );
    const probe = (path: string) => fetch(`http://${String(address)}${path}`);
    expect((await probe("/healthz")).status).toBe(200);
    const ready = await probe("/readyz");
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain("The remote cannot be reached.");
    expect((await (await probe("/metrics")).text()).split("\n")[0]).toMatch(/^# HELP hookline_/);
    const { status, stdout } = await stage.hookline(stage.environment(), "healthcheck", "--ready");
    expect([status, stdout]).toEqual([1, expect.stringContaining("could not be cloned yet")]);
    expect(await running.stop()).toBe(0);
  });

  test("a value of the environment that cannot be used is told, and the agent goes on", async () => {
    const env = stage.environment({
      GIT_SYNC_ALPHA: "perhaps",
      GIT_SYNC_TICK_INTERVAL: "1",
      GIT_SYNC_SYNC_INTERVAL: "45",
    });
    const running = stage.cloning(env);
    const told = await Promise.all(
      ["GIT_SYNC_ALPHA", "GIT_SYNC_TICK_INTERVAL"].map((name) =>
        running.logged("config.problem", ({ file }) => file === name),
      ),
    );
    expect(told.map(({ problem }) => problem)).toEqual([
      'hookline.alpha in GIT_SYNC_ALPHA wants true or false, not "perhaps".',
      expect.stringContaining("wants a duration from 10s to 7d"),
    ]);
    const shown = (await stage.hookline(env, "config")).stdout;
    expect(shown).toContain("hookline.syncInterval = 45s  GIT_SYNC_SYNC_INTERVAL");
    expect(shown).toContain("hookline.onDirty = rescue  default of a headless agent");
    expect(await running.stop()).toBe(0);
  });
});

describe("it does not start, and says why,", () => {
  test("where the folder holds something else", async () => {
    await mkdir(stage.target, { recursive: true });
    await writeFile(join(stage.target, "mine.txt"), "mine");
    const running = stage.cloning();
    expect(await running.ended).toBe(64);
    expect(running.printed()).toContain("holds files and is no git repository");
    expect(await readFile(join(stage.target, "mine.txt"), "utf8")).toBe("mine");
  });

  test("where nothing is and nothing shall be cloned", async () => {
    const running = stage.agent(["--repo", stage.target]);
    expect(await running.ended).toBe(64);
    expect(running.printed()).toContain("--clone");
  });

  test.runIf(isRoot)("where the repository belongs to somebody else", async () => {
    await stage.scratch.git(stage.scratch.root, "clone", "--quiet", stage.remote, stage.target);
    await chown(stage.target, 4711, 4711);
    const running = stage.agent(["--repo", stage.target]);
    expect(await running.ended).toBe(64);
    expect(running.printed()).toContain(`${stage.target} belongs to another user.`);
  });

  test.each([
    ["--clone without a folder", ["--clone", "https://host/a"]],
    ["--clone for two folders", ["--repo", "a", "--repo", "b", "--clone", "https://host/a"]],
    ["--branch alone", ["--repo", "a", "--branch", "main"]],
    ["an address without a host", ["--listen", "9464"]],
  ])("for %s", async (_what, args) => {
    const running = stage.agent(args);
    expect(await running.ended).toBe(64);
    expect(running.printed()).toContain("→");
  });
});

describe("stopping, with the patience of `docker stop`,", { timeout: 180_000 }, () => {
  test("during a look at a remote that does not answer", async () => {
    const running = stage.cloning();
    await running.logged("clone.finished");
    await isReady(stage);
    stage.tap.close();
    await stage.hookline(stage.environment(), "sync");
    await stage.tap.swallowed();
    expect(await running.stop()).toBe(0);
  });

  test("during a clone that does not answer; nothing of it stays", async () => {
    stage.tap.close();
    const running = stage.cloning();
    await stage.tap.swallowed();
    expect(await running.stop()).toBe(0);
    expect(existsSync(stage.target)).toBe(false);
  });

  test("before it has started", async () => {
    const running = stage.cloning();
    await running.logged("store.opened");
    expect(await running.stop()).toBe(0);
  });

  test("asked twice, it ends at once", async () => {
    stage.tap.close();
    // A git that ignores everything keeps the first stop waiting.
    const stubborn = stage.scratch.path("bin");
    const deaf = stage.scratch.path("deaf");
    await mkdir(stubborn);
    await writeFile(
      join(stubborn, "git"),
      `#!/bin/sh\ncase $1 in clone) trap '' TERM; echo $$ >${deaf}; exec sleep 60;; esac\nexec /usr/bin/git "$@"\n`,
      { mode: 0o755 },
    );
    const running = stage.cloning(
      stage.environment({ PATH: `${stubborn}:${stage.scratch.env["PATH"]}` }),
    );
    await eventually(() => expect(existsSync(deaf)).toBe(true));
    running.process.kill("SIGTERM");
    await running.logged("agent.stopping");
    running.process.kill("SIGTERM");
    expect(await running.ended).toBe(143);
    process.kill(Number(await readFile(deaf, "utf8")), "SIGKILL");
  });

  test("killed in the middle of a clone, the next start finishes it", async () => {
    stage.tap.close();
    const running = stage.cloning();
    await stage.tap.swallowed();
    running.process.kill("SIGKILL");
    await running.ended;
    expect(readdirSync(stage.target)).toHaveLength(1);
    stage.tap.open();
    const again = stage.cloning();
    await again.logged("clone.finished");
    expect(readdirSync(stage.target).toSorted()).toEqual([".git", "README.md"]);
    expect(await again.stop()).toBe(0);
  });
});
