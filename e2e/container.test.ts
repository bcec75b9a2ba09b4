import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type GitHttpServer, serveOverHttp } from "@hookline/core";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { buildImage, type Image, INSTALLS } from "./src/container/build-image.ts";
import { contextFiles } from "./src/container/context-files.ts";
import { execForm, parseDockerfile } from "./src/container/parse-dockerfile.ts";
import { containerCommand } from "./src/container/run-container.ts";
import { run } from "./src/headless/run.ts";
import { childrenOf } from "./src/headless/search.ts";
import { type RunningAgent, startAgent } from "./src/headless/start-agent.ts";

const checkout = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(checkout, file), "utf8");

describe("the Dockerfile", () => {
  const stages = parseDockerfile(read("Dockerfile"));
  const [build, final] = stages;
  const texts = (name: string) =>
    (final?.instructions ?? []).filter((one) => one.name === name).map(({ text }) => text);

  test("builds on the Node that the project pins", () => {
    const major = read(".nvmrc").trim();
    for (const { base } of stages) expect(base).toBe(`node:${major}-bookworm-slim`);
  });

  test("calls the pnpm that the project pins", () => {
    const { packageManager } = JSON.parse(read("package.json")) as { packageManager: string };
    const used = build?.instructions.flatMap(({ text }) => text.match(/pnpm@[\d.]+/g) ?? []);
    expect(new Set(used)).toEqual(new Set([packageManager]));
  });

  test("copies what is there, and nothing that Docker would not be given", () => {
    const copies = stages.flatMap(({ instructions }) =>
      instructions.filter(({ name, flags }) => name === "COPY" && flags["from"] === undefined),
    );
    expect(copies.length).toBeGreaterThan(0);
    for (const { text } of copies) {
      const [from = ""] = text.split(" ");
      expect([from, contextFiles(checkout, from).length > 0]).toEqual([from, true]);
    }
    const context = contextFiles(checkout, ".");
    expect(context).toContain("packages/core/migrations/0001-jobs.sql");
    expect(
      context.filter((file) => /node_modules|\/dist\/|\.test\.ts$|^\.git\//.test(file)),
    ).toEqual([]);
  });

  test("ends as a user who is not root, with an init, a health check and exec forms", () => {
    expect(texts("USER")).toEqual(["node"]);
    expect(execForm(texts("ENTRYPOINT")[0] ?? "")[0]).toBe("tini");
    expect(execForm(texts("CMD")[0] ?? "")[0]).toBe("agent");
    expect(texts("HEALTHCHECK")[0]).toContain('CMD ["hookline", "healthcheck"]');
  });

  test("is not given the folder where compose.yaml has its token, and git neither", () => {
    expect(read("compose.yaml")).toContain("file: ./secrets/token");
    expect(read(".dockerignore").split("\n")).toContain("secrets");
    expect(read(".gitignore").split("\n")).toContain("/secrets/");
  });

  test("has no argument or variable for a secret", () => {
    expect(read("Dockerfile")).not.toMatch(/\bARG\b|TOKEN|PASSWORD|SECRET/);
  });
});

describe("compose.yaml", () => {
  const composed: unknown = parse(read("compose.yaml"));

  test("passes on the three settings, brings the token as a file, and is patient for ten seconds", () => {
    expect(composed).toMatchObject({
      services: {
        hookline: {
          build: ".",
          environment: {
            GIT_SYNC_ALPHA: expect.stringMatching(/^\$\{GIT_SYNC_ALPHA:-false\}$/),
            GIT_SYNC_SYNC_INTERVAL: expect.any(String),
            GIT_SYNC_TICK_INTERVAL: expect.any(String),
            GIT_SYNC_TOKEN_FILE: "/run/secrets/git-token",
          },
          secrets: ["git-token"],
          healthcheck: { test: ["CMD", "hookline", "healthcheck", "--ready"] },
          stop_grace_period: "10s",
          restart: "unless-stopped",
          read_only: true,
        },
      },
      secrets: { "git-token": { file: "./secrets/token" } },
    });
  });

  test("mounts files that are there", () => {
    const mounted = read("compose.yaml").match(/(?<=- )\.\/[\w./-]+(?=:)/g) ?? [];
    expect(mounted.length).toBeGreaterThan(0);
    for (const file of mounted)
      expect([file, existsSync(join(checkout, file))]).toEqual([file, true]);
  });
});

const canOverlay =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync("unshare", [
    "--mount",
    "sh",
    "-ec",
    'd=$(mktemp -d); mkdir "$d/u" "$d/w" "$d/m"; mount -t overlay overlay -o "lowerdir=/,upperdir=$d/u,workdir=$d/w" "$d/m"; umount "$d/m"; rm -r "$d"',
  ]).status === 0;
const hasTini = INSTALLS || spawnSync("tini", ["--version"]).status === 0;
if (!canOverlay) console.log("left out: the image's steps: no root, or no overlay file system");
if (!hasTini) console.log("left out: the image's own first process: no tini");

describe.runIf(canOverlay)("what the steps of the Dockerfile make", () => {
  let folder: string;
  let image: Image;
  let scratch: Scratch;
  let server: GitHttpServer;
  let container: RunningAgent | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hookline-image-"));
    image = buildImage(checkout, folder);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    scratch = await makeScratch("container");
    await scratch.remote();
    server = await serveOverHttp(scratch.root, scratch.env, 0, (authorization) =>
      Buffer.from(authorization?.slice(6) ?? "", "base64")
        .toString()
        .endsWith(":CANARY"),
    );
  });
  afterEach(async () => {
    if (container?.process.exitCode === null) process.kill(firstProcess(), "SIGKILL");
    await container?.ended;
    await server.close();
    await scratch.remove();
  });

  function start(init: boolean): RunningAgent {
    const command = containerCommand(image, {
      args: ["agent", "--repo", "/data/notes", "--clone", server.url("remote.git")],
      env: { GIT_SYNC_TOKEN: "CANARY", GIT_SYNC_TOKEN_OVER_HTTP: "1" },
      init,
    });
    container = startAgent(command, process.env, "/");
    return container;
  }

  /** The first process of the container, as this machine sees it. */
  function firstProcess(): number {
    return Number(childrenOf(container?.process.pid)[0]);
  }

  test("holds the program and its own dependencies, and no tools, tests or sources", () => {
    const app = readdirSync(join(image.layer, "app")).filter((name) => !name.startsWith("."));
    expect(app.toSorted()).toEqual(
      ["dist", "node_modules", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].toSorted(),
    );
    const packages = readdirSync(join(image.layer, "app/node_modules/.pnpm")).join(" ");
    expect(packages).toContain("better-sqlite3@");
    expect(packages).not.toMatch(/vitest|typescript|turbo|oxlint/);
  });

  test("runs as the first process, without root, on a root that cannot be written to", async () => {
    const running = start(false);
    await running.logged("clone.finished");
    expect(await running.logged("agent.no-init")).toMatchObject({ pid: 1 });
    const first = firstProcess();
    expect(readFileSync(`/proc/${first}/status`, "utf8")).toMatch(
      /^Uid:\t1000\t1000\t1000\t1000$/m,
    );
    expect(readFileSync(`/proc/${first}/mounts`, "utf8")).toMatch(/^overlay \/ overlay ro,/m);
    const inside = `nsenter --target ${first} --mount --pid --root --wd`;
    const asUser = "env HOOKLINE_HOME=/var/lib/hookline setpriv --reuid=1000 --clear-groups";
    const check = `${inside} ${asUser} hookline healthcheck --ready`.split(" ");
    await vi.waitFor(async () => expect(await run(check)).toMatchObject({ status: 0 }), 60_000);
    process.kill(first, "SIGTERM");
    expect(await running.ended).toBe(0);
    expect(running.lines.at(-1)).toMatchObject({ event: "agent.stopped" });
  }, 180_000);

  test.runIf(hasTini)(
    "with its own first process leaves no dead process behind",
    async () => {
      const running = start(true);
      await running.logged("clone.finished");
      const first = firstProcess();
      expect(running.lines.map(({ event }) => event)).not.toContain("agent.no-init");
      const orphan = await makeOrphan(first);
      await vi.waitFor(() => expect(stateOf(orphan)).toBe("gone"), 30_000);
      process.kill(first, "SIGTERM");
      expect(await running.ended).toBe(0);
    },
    180_000,
  );

  test("without it keeps the dead, as the documentation says", async () => {
    const running = start(false);
    await running.logged("clone.finished");
    const first = firstProcess();
    const orphan = await makeOrphan(first);
    await vi.waitFor(() => expect(stateOf(orphan)).toBe("Z"), 30_000);
    process.kill(first, "SIGTERM");
    expect(await running.ended).toBe(0);
  }, 180_000);

  /** Makes a process whose parent ends before it does: it becomes a child of the first one, and ends there. */
  async function makeOrphan(first: number): Promise<string> {
    const before = childrenOf(first);
    const script = "sleep 1 & exit 0";
    await run(["nsenter", "--target", String(first), "--pid", "--", "sh", "-c", script]);
    return vi.waitFor(() => {
      const orphan = childrenOf(first).find((pid) => !before.includes(pid));
      if (orphan === undefined) throw new Error("not adopted yet");
      return orphan;
    });
  }
});

/** The letter of a process's state (proc_pid_stat(5)); `Z` is dead, and its parent has not looked. */
function stateOf(pid: string): string {
  try {
    return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";
  } catch {
    return "gone";
  }
}
