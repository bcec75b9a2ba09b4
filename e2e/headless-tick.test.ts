import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandLines } from "./src/headless/search.ts";
import { eventually, type Stage, setStage } from "./src/headless/stage.ts";

const TOKEN = "CANARY-0123456789";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage.end());

describe("the tick of a container", { timeout: 180_000 }, () => {
  /** An environment whose git configuration holds these settings, as an image's owner would write them. */
  async function configured(settings: string, more: NodeJS.ProcessEnv = {}) {
    await mkdir(stage.scratch.path("robot"), { recursive: true });
    await writeFile(stage.scratch.path("robot", ".gitconfig"), `[hookline]\n${settings}\n`);
    return stage.environment({
      HOME: stage.scratch.path("robot"),
      GIT_SYNC_TICK_INTERVAL: "10",
      ...more,
    });
  }

  test("runs its command without the agent's secrets, commits as the robot, and pushes", async () => {
    const script = stage.scratch.path("tick.sh");
    await writeFile(script, "#!/bin/sh\nmkdir -p state && env >state/environment\n", {
      mode: 0o755,
    });
    const env = await configured(`\ttickCommand = ${script}\n\ttickPath = state/`, {
      GIT_SYNC_TOKEN: TOKEN,
      GIT_SYNC_TOKEN_OVER_HTTP: "1",
    });
    stage.demand(TOKEN);
    const running = stage.cloning(env);
    await running.logged("tick.committed");
    await eventually(async () =>
      expect(
        await stage.scratch.git(stage.remote, "log", "-1", "--format=%an %ae %cn %ce", "main"),
      ).toBe("Robot robot@example.org Robot robot@example.org"),
    );
    const told = await readFile(join(stage.target, "state", "environment"), "utf8");
    expect(told).toContain(`HOOKLINE_REPOSITORY=${stage.target}`);
    expect(told).not.toContain(TOKEN);
    expect(await running.stop()).toBe(0);
  });

  test("without an author fails, and says which variables to set", async () => {
    const script = stage.scratch.path("tick.sh");
    await writeFile(script, "#!/bin/sh\ndate +%N >tick.txt\n", { mode: 0o755 });
    const env = await configured(`\ttickCommand = ${script}\n\ttickPath = tick.txt`, {
      GIT_AUTHOR_NAME: undefined,
      GIT_AUTHOR_EMAIL: undefined,
    });
    const running = stage.cloning(env);
    await running.logged("clone.finished");
    await eventually(async () =>
      expect((await stage.hookline(env, "status")).stdout).toContain(
        "GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL",
      ),
    );
    expect(await stage.scratch.git(stage.remote, "log", "--format=%s", "main")).toBe(
      "Write README.md",
    );
    expect(await running.stop()).toBe(0);
  });

  test("is stopped with the agent, also when it ignores SIGTERM", async () => {
    const script = stage.scratch.path("tick.sh");
    await writeFile(
      script,
      `#!/bin/sh\ntrap '' TERM\ntouch ${stage.scratch.path("deaf")}\nsleep 300\n`,
      {
        mode: 0o755,
      },
    );
    const env = await configured(`\ttickCommand = ${script}\n\ttickPath = state/`);
    const running = stage.cloning(env);
    await eventually(() => expect(existsSync(stage.scratch.path("deaf"))).toBe(true));
    expect(await running.stop()).toBe(0);
    expect(commandLines().filter((line) => line.includes(script))).toEqual([]);
  });
});
