import { cp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/*
 * Bundles the Electron shell: the main process as one module, the preload script as one CommonJS file,
 * and the dashboard's page beside them.
 */
const folder = import.meta.dirname;
const out = join(folder, "dist-electron");
const source = join(folder, "src", "shells", "electron");

await rm(out, { recursive: true, force: true });
await build({
  entryPoints: [join(source, "main.ts")],
  outfile: join(out, "main.js"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  external: ["electron"],
  // What is CommonJS in a bundle of modules needs a require of its own.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
await build({
  entryPoints: [join(source, "preload.ts")],
  outfile: join(out, "preload.cjs"),
  bundle: true,
  platform: "browser",
  format: "cjs",
  target: "chrome140",
  external: ["electron/renderer"],
  logLevel: "warning",
});
const page = dirname(fileURLToPath(import.meta.resolve("@hookline/dashboard/page")));
await cp(page, join(out, "page"), { recursive: true });
