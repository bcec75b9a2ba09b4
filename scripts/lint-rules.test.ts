import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const CORE = "packages/core/src";
const DECIDE = `${CORE}/decide`;

/** For each rule that the project leans on: a file that breaks it. */
const planted: Readonly<Record<string, readonly [file: string, source: string]>> = {
  "typescript(no-floating-promises)": [`${CORE}/floating.ts`, `${asyncWork()}\nwork();`],
  "typescript(no-misused-promises)": [
    `${CORE}/misused.ts`,
    `${asyncWork()}\nexport const answer = work() ? 1 : 2;`,
  ],
  "typescript(no-explicit-any)": [`${CORE}/any.ts`, `export const anything: any = 1;`],
  "typescript(no-unsafe-member-access)": [
    `${CORE}/unsafe.ts`,
    `export const inner: unknown = JSON.parse("{}").inner;`,
  ],
  "typescript(no-unsafe-type-assertion)": [
    `${CORE}/cast.ts`,
    `export const cast = (input: unknown): string => input as string;`,
  ],
  "typescript(no-non-null-assertion)": [
    `${CORE}/bang.ts`,
    `export const first = (list: string[]): string => list[0]!;`,
  ],
  "typescript(switch-exhaustiveness-check)": [
    `${CORE}/switch.ts`,
    `export function say(word: "a" | "b"): void {\n  switch (word) {\n    case "a":\n  }\n}`,
  ],
  "typescript(consistent-type-imports)": [
    `${CORE}/type-import.ts`,
    `import { Stats } from "node:fs";\nexport const stats: Stats | null = null;`,
  ],
  "import(no-cycle)": [`${CORE}/cycle.ts`, `import "./cycle-back.ts";\nexport const a = 1;`],
  "import(no-default-export)": [`${CORE}/default.ts`, `export default 1;`],
  "eslint(no-console)": [`${CORE}/console.ts`, `console.log("x");`],
  "eslint(no-restricted-globals)": [`${DECIDE}/clock.ts`, `export const now = new Date();`],
  "eslint(no-restricted-properties)": [`${DECIDE}/dice.ts`, `export const dice = Math.random();`],
};

/** Files in which the linter must find nothing. */
const sound: readonly (readonly [file: string, source: string])[] = [
  [`${CORE}/clock.ts`, `export const now = (): number => Date.now();`],
  ["apps/cli/src/say.ts", `console.log("x");`],
  ["some.config.ts", `export default 1;`],
];

/** What a decision must be given instead of reaching for it. */
const globals = ["process", "console", "fetch", "setTimeout", "setInterval", "Date", "performance"];

/** The real settings, with types from the real checkout. */
const tsconfig = {
  extends: join(ROOT, "tsconfig.base.json"),
  compilerOptions: { noEmit: true, typeRoots: [join(ROOT, "node_modules", "@types")] },
  include: ["**/*.ts"],
};

let scratch: string;
let found: ReadonlySet<string>;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "hookline-lint-"));
  cpSync(join(ROOT, ".oxlintrc.json"), join(scratch, ".oxlintrc.json"));
  write("tsconfig.json", JSON.stringify(tsconfig));
  for (const [file, source] of [...Object.values(planted), ...sound]) write(file, source);
  write(`${CORE}/cycle-back.ts`, `import "./cycle.ts";`);
  for (const name of globals) write(usesGlobal(name), `export const use: unknown = ${name};`);
  found = lint();
});

afterAll(() => {
  if (process.env["KEEP_SCRATCH"] !== "1") rmSync(scratch, { recursive: true, force: true });
});

test.each(Object.entries(planted))("%s is caught by the linter", (rule, [file]) => {
  expect(found).toContain(`${file} ${rule}`);
});

test.each(globals)("a decision that uses the global %s is caught", (name) => {
  expect(found).toContain(`${usesGlobal(name)} eslint(no-restricted-globals)`);
});

test.each(sound)("nothing is found in the sound %s", (file) => {
  expect([...found].filter((finding) => finding.startsWith(`${file} `))).toEqual([]);
});

/** Runs the linter as `npm run check` does and returns its findings as `file rule(name)`. */
function lint(): ReadonlySet<string> {
  const oxlint = join(ROOT, "node_modules", "oxlint", "bin", "oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format=unix"], {
    cwd: scratch,
    encoding: "utf8",
  });
  const findings = stdout.matchAll(/^(?<file>[^:\n]+):\d+:\d+: .* \[Error\/(?<rule>.+)\]$/gm);
  return new Set([...findings].map(({ groups }) => `${groups?.["file"]} ${groups?.["rule"]}`));
}

function write(file: string, source: string): void {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), `${source}\n`);
}

function usesGlobal(name: string): string {
  return `${DECIDE}/uses-${name.toLowerCase()}.ts`;
}

function asyncWork(): string {
  return `export async function work(): Promise<number> {\n  return Promise.resolve(1);\n}`;
}
