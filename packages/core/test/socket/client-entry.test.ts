import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

/** Imports a module in a process of its own and lists the files that came with it. */
async function filesBehind(file: string): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({
      load(url, context, next) {
        console.log(url);
        return next(url, context);
      },
    });
    await import(process.argv[1]);`;
  const url = pathToFileURL(join(import.meta.dirname, "../../src", file)).href;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, url]);
  return stdout.split("\n");
}

const HEAVY = /better-sqlite3|simple-git|chokidar|\.node$|\/src\/(?:git|queue|store|sync|watch)\//;

test("the client reaches no native code, no git and no database", async () => {
  const files = await filesBehind("client.ts");
  expect(files.filter((file) => file.includes("/socket/client.ts"))).toHaveLength(1);
  expect(files.filter((file) => HEAVY.test(file))).toEqual([]);
});

test("the check above would see the database", async () => {
  const files = await filesBehind("store/open-store.ts");
  expect(files.filter((file) => HEAVY.test(file))).not.toEqual([]);
});
