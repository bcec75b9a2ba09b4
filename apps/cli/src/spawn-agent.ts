import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeHome } from "@hookline/core";
import { ConfigError, type Health } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { scrubEnvironment } from "./runner/scrub-environment.ts";
import { SMALL_HEAP_FLAGS } from "./small-heap.ts";
import { untilReady } from "./until.ts";
import { START_DEADLINE_MS } from "./until-agent.ts";

/**
 * Starts an agent in a process of its own, and waits until it answers.
 *
 * @param outlives whether it goes on after this process and its terminal
 * @throws ConfigError when it does not come up
 */
export async function spawnAgent(
  { client, env, home }: Context,
  { outlives }: { readonly outlives: boolean },
): Promise<Health> {
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  await makeHome(home);
  const words = join(home.logs, "start.log");
  const file = await open(words, "w", 0o600);
  const child = spawn(process.execPath, [...SMALL_HEAP_FLAGS, main, "agent", "--quiet"], {
    cwd: home.root,
    env: scrubEnvironment(env),
    // Its first words, should it not come up. A pipe would end with us.
    stdio: ["ignore", "ignore", file.fd],
    detached: outlives,
    windowsHide: true,
  });
  await file.close();
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  child.once("error", end);
  child.once("exit", end);
  child.unref();
  const answer = await untilReady(START_DEADLINE_MS, async () => {
    const health = await client.health();
    const isThere = health.kind === "ok" && !health.value.drains;
    return isThere || ended ? health : undefined;
  });
  if (answer?.kind === "ok") return answer.value;
  const [problem = "", hint = "Read `hookline log`."] = (await readFile(words, "utf8"))
    .split("\n")
    .flatMap((line) => /^\s*[✗→] (.*)/.exec(line)?.[1] ?? []);
  throw new ConfigError(`The agent did not start. ${problem}`.trimEnd(), {
    code: "agent-not-started",
    hint,
  });
}
