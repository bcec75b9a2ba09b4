import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkImports } from "./imports/check-imports.ts";
import { importGraph, type SourceTree } from "./imports/import-graph.ts";
import { readTree } from "./imports/read-tree.ts";
import { importRules } from "./imports/rules.ts";

const CORE = "packages/core/src";

/** A checkout in which every arrow points the right way. */
const sound = {
  "packages/core/package.json": JSON.stringify({
    name: "@hookline/core",
    exports: {
      ".": "./dist/index.js",
      "./client": "./dist/client.js",
      "./testing": "./dist/testing/index.js",
    },
  }),
  "packages/hooks/package.json": JSON.stringify({
    name: "@hookline/hooks",
    exports: { ".": "./dist/index.js" },
  }),
  "apps/cli/package.json": JSON.stringify({ name: "@hookline/cli" }),
  [`${CORE}/index.ts`]: `export * from "./agent/agent.ts";`,
  [`${CORE}/client.ts`]: `import type { Job } from "./queue/job-store.ts";
import { ask } from "./socket/ask.ts";
export { ask, type Job };`,
  [`${CORE}/socket/ask.ts`]: `export const ask = 1;`,
  [`${CORE}/testing/index.ts`]: `export const fake = 1;`,
  [`${CORE}/decide/step.ts`]: `import { rest } from "./rest.ts"; export const step = rest;`,
  [`${CORE}/decide/rest.ts`]: `export const rest = 1;`,
  [`${CORE}/decide/step.test.ts`]: `import { test } from "vitest"; test("x", () => {});`,
  [`${CORE}/git/git-process.ts`]: `import { spawn } from "node:child_process"; spawn("git");`,
  [`${CORE}/queue/job-store.ts`]: `import Sqlite from "better-sqlite3"; export type Job = Sqlite;`,
  [`${CORE}/sync/look.ts`]: `import "../git/git-process.ts"; import "../decide/step.ts";`,
  [`${CORE}/agent/agent.ts`]: `import "../sync/look.ts"; import "../queue/job-store.ts";`,
  "packages/core/test/agent.test.ts": `import { spawn } from "node:child_process"; spawn("x");`,
  "packages/hooks/src/index.ts": `import { ask } from "@hookline/core/client"; ask;`,
  "apps/cli/src/main.ts": `import * as core from "@hookline/core"; import "./spawn-agent.ts"; core;`,
  "apps/cli/src/spawn-agent.ts": `import { spawn } from "node:child_process"; spawn("x");`,
};

/** For each rule a file that breaks it when it is put into the sound checkout. */
const planted: readonly (readonly [rule: string, file: string, source: string])[] = [
  ["decide-is-pure", `${CORE}/decide/rest.ts`, `import "node:fs";`],
  ["decide-is-pure", `${CORE}/decide/rest.ts`, `import type { S } from "../sync/look.ts";`],
  ["decide-is-pure", `${CORE}/decide/rest.ts`, `import { z } from "zod"; z;`],
  ["one-door-to-processes", `${CORE}/sync/look.ts`, `import "child_process";`],
  ["one-door-to-processes", "apps/cli/src/main.ts", `await import("simple-git");`],
  ["one-door-to-processes", "packages/hooks/src/index.ts", `require("node:child_process");`],
  ["one-door-to-sqlite", `${CORE}/socket/ask.ts`, `export * from "better-sqlite3";`],
  ["one-door-to-postgres", "apps/cli/src/main.ts", `import "pg-boss";`],
  ["no-fakes-in-the-product", "apps/cli/src/main.ts", `import "@hookline/core/testing";`],
  ["core-stands-alone", `${CORE}/index.ts`, `import "@hookline/hooks";`],
  [
    "packages-know-no-app",
    "packages/hooks/src/index.ts",
    `import "../../../apps/cli/src/main.ts";`,
  ],
  ["adapters-know-no-engine", `${CORE}/git/git-process.ts`, `import "../sync/look.ts";`],
  ["client-is-light", `${CORE}/client.ts`, `import "@hookline/core";`],
  ["imports-lead-somewhere", `${CORE}/index.ts`, `import "./gone.ts";`],
  ["imports-lead-somewhere", "apps/cli/src/main.ts", `import "@hookline/core/socket";`],
  [
    "packages-meet-at-exports",
    "apps/cli/src/main.ts",
    `import "../../../packages/hooks/src/index.ts";`,
  ],
];

describe("the import rules", () => {
  test("find nothing in a sound tree", () => {
    expect(checkImports(treeWith({}), importRules)).toEqual([]);
  });

  test.each(planted)("catch a planted breach of %s in %s", (rule, file, source) => {
    const violations = checkImports(treeWith({ [file]: source }), importRules);
    const caught = violations.filter((violation) => violation.rule === rule);
    expect(caught.map(({ message }) => message.split(" ")[0])).toContain(`${file}:1`);
  });

  test("tell the whole way to what a module reaches through others", () => {
    const detour = { [`${CORE}/socket/ask.ts`]: `\nimport "../queue/job-store.ts";` };
    expect(checkImports(treeWith(detour), importRules)).toEqual([
      {
        rule: "client-is-light",
        message: `${CORE}/client.ts:2 imports ./socket/ask.ts,
  then ${CORE}/socket/ask.ts:2 imports ../queue/job-store.ts,
  then ${CORE}/queue/job-store.ts:1 imports better-sqlite3, because hooks load core/client, so it reaches no native code and no watcher`,
      },
    ]);
  });

  test("each have a planted breach", () => {
    const proved = new Set(planted.map(([rule]) => rule));
    expect(importRules.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
  });

  test("do not mistake comments, texts and tests for imports", () => {
    const file = `${CORE}/decide/rest.ts`;
    const source = `// import "node:fs";\nexport const rest = \`\nimport "node:fs";\n\`;`;
    expect(checkImports(treeWith({ [file]: source }), importRules)).toEqual([]);
  });
});

describe("this checkout", () => {
  const tree = readTree(join(import.meta.dirname, ".."));

  test("is read as a graph that knows this very file and crosses packages", () => {
    const graph = importGraph(tree);
    const mine = graph.get("scripts/import-rules.test.ts")?.map(({ to }) => to);
    expect(mine).toContain("scripts/imports/import-graph.ts");
    const intoCore = [...graph.values()]
      .flat()
      .filter(({ from, to }) => !from.startsWith("packages/core/") && to.startsWith(`${CORE}/`));
    expect(intoCore.length).toBeGreaterThan(0);
  });

  test("keeps every rule", () => {
    expect(checkImports(tree, importRules)).toEqual([]);
  });
});

function treeWith(changed: Readonly<Record<string, string>>): SourceTree {
  return new Map(Object.entries({ ...sound, ...changed }));
}
