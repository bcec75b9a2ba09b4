import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ended, ScratchCheckout } from "../tests/scratch-checkout.ts";

const SETUP = ["setup.mjs"];
const WAIT = { timeout: 30_000 };

let checkout: ScratchCheckout;

beforeEach(() => {
  checkout = new ScratchCheckout();
});

afterEach(() => checkout.dispose());

describe("setup", () => {
  test("installs and builds a fresh checkout and passes through a ready one in silence", () => {
    const first = checkout.run(SETUP);
    expect(first.status).toBe(0);
    expect(first.stderr).toMatch(
      /^Installing dependencies \.\.\. done, .* s\nBuilding \.\.\. done/,
    );
    expect(checkout.run(SETUP)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(checkout.calls()).toEqual(["install", "build"]);
  });

  test.each([
    ["a lockfile", "pnpm-lock.yaml", ["install", "build"]],
    ["a manifest", "apps/cli/package.json", ["install", "build"]],
    ["a source", "apps/cli/src/main.ts", ["build"]],
    ["a new source", "apps/cli/src/deep/new.ts", ["build"]],
    ["a test", "apps/cli/src/main.test.ts", []],
  ])("after a change of %s (%s) repeats what depends on it", (_what, file, again) => {
    checkout.run(SETUP);
    checkout.write(
      file,
      file.endsWith(".json") ? `{ "scripts": { "build": "tsc -b" } }` : "changed",
    );
    checkout.run(SETUP);
    expect(checkout.calls().slice(2)).toEqual(again);
  });

  test.each([
    ["the Node that was installed", "node_modules/node", ["install", "install"]],
    ["what was built", "apps/cli/dist", ["build"]],
  ])("brings back %s when someone deleted it", (_what, path, again) => {
    checkout.run(SETUP);
    checkout.remove(path);
    expect(checkout.run(SETUP).status).toBe(0);
    expect(checkout.calls().slice(2)).toEqual(again);
    expect(checkout.has(path)).toBe(true);
  });

  test.each(["install", "build"])(
    "shows why the %s failed and mends it in the next run",
    (step) => {
      checkout.write(`break-${step}`);
      const failed = checkout.run(SETUP);
      expect(failed.status).toBe(69);
      expect(failed.stderr).toContain("the registry is on fire");
      expect(failed.stderr).toContain("run the same command again");
      expect(failed.stderr).toContain(join(checkout.root, "node_modules", ".setup", `${step}.log`));
      checkout.remove(`break-${step}`);
      expect(checkout.run(SETUP).status).toBe(0);
    },
  );

  test("refuses an old Node before it uses anything that such a Node lacks", () => {
    checkout.write(
      "old-node.mjs",
      `Object.defineProperty(process, "versions", { value: { node: "18.20.0" } });
      delete Array.prototype.toSorted;`,
    );
    const { status, stderr } = checkout.run(SETUP, { NODE_OPTIONS: "--import ./old-node.mjs" });
    expect(status).toBe(69);
    expect(stderr).toContain("this is Node 18.20.0, and Hookline needs Node 20 or newer");
  });

  test("names git when it is missing", () => {
    const { status, stderr } = checkout.run(SETUP, { PATH: join(checkout.root, "bin") });
    expect(status).toBe(69);
    expect(stderr).toContain("git was not found");
  });
});

test("a checkout that cannot be written to is named, with what to check", () => {
  checkout.write("node_modules", "a file where a folder must be");
  const { status, stderr } = checkout.run(SETUP);
  expect(status).toBe(69);
  expect(stderr).toContain(join(checkout.root, "node_modules"));
  expect(stderr).toContain("Check that you may write to this checkout");
});

describe("two setups at once", () => {
  test("do the work once: the second waits for the first", async () => {
    checkout.write("hold");
    const first = ended(checkout.start(SETUP));
    await vi.waitUntil(() => checkout.calls().length === 1, WAIT);
    const second = checkout.start(SETUP);
    const secondEnd = ended(second);
    await new Promise((told) => second.stderr?.once("data", told));
    checkout.remove("hold");
    expect((await first).code).toBe(0);
    expect(await secondEnd).toEqual({ code: 0, said: expect.stringContaining("waiting for it") });
    expect(checkout.calls()).toEqual(["install", "build"]);
  });

  test("do not block each other for ever: the lock of a killed one is taken over", async () => {
    checkout.write("hold");
    const killed = checkout.start(SETUP);
    const end = ended(killed);
    await vi.waitUntil(() => checkout.calls().length === 1, WAIT);
    killed.kill("SIGKILL");
    checkout.remove("hold");
    await end;
    expect(checkout.run(SETUP).status).toBe(0);
    expect(checkout.calls()).toEqual(["install", "install", "build"]);
  });

  test("leave no lock behind when one is told to stop", async () => {
    checkout.write("hold");
    const stopped = checkout.start(SETUP);
    const end = ended(stopped);
    await vi.waitUntil(() => checkout.calls().length === 1, WAIT);
    stopped.kill("SIGTERM");
    checkout.remove("hold");
    expect((await end).code).toBe(143);
    expect(checkout.has("node_modules/.setup/lock")).toBe(false);
  });
});
