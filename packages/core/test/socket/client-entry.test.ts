import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Imports a module in a process of its own and lists what came with it, Node's own parts too. */
async function loadedWith(module: string): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({
      load(url, context, next) {
        console.log(url);
        return next(url, context);
      },
    });
    await import(process.argv[1]);
    console.log(process.moduleLoadList.join("\\n"));`;
  const args = ["--input-type=module", "-e", script, module];
  const { stdout } = await run(process.execPath, args);
  return stdout.split("\n");
}

const source = (file: string): string =>
  pathToFileURL(join(import.meta.dirname, "../../src", file)).href;

const HEAVY = /better-sqlite3|simple-git|chokidar|\.node$|\/src\/(?:git|queue|store|sync|watch)\//;
const FETCH = /undici/;

test("the client reaches no native code, no git and no database", async () => {
  const loaded = await loadedWith(source("client.ts"));
  expect(loaded).toContain(source("socket/client.ts"));
  expect(loaded.filter((name) => HEAVY.test(name))).toEqual([]);
});

test("the client does not load fetch, which it never uses", async () => {
  const loaded = await loadedWith(source("client.ts"));
  expect(loaded.filter((name) => FETCH.test(name))).toEqual([]);
});

test("the two checks above would see the database and fetch", async () => {
  const withDatabase = await loadedWith(source("store/open-store.ts"));
  expect(withDatabase.filter((name) => HEAVY.test(name))).not.toEqual([]);
  const withFetch = await loadedWith("node:http");
  expect(withFetch.filter((name) => FETCH.test(name))).not.toEqual([]);
});
