import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "./setup/checkout.mjs";
import { reportFailure } from "./setup/failure.mjs";
import { makeReady } from "./setup/make-ready.mjs";

/*
 * `npm run check`: everything that must hold before a commit. Prints what failed and, when
 * nothing did, one line. `--fast` leaves the tests out.
 */

/** One check: a program that exits 0 when all is well. */
interface Check {
  readonly name: string;
  /** Arguments of Node: the tool's own file, then what it is told. */
  readonly args: readonly string[];
}

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

const modules = join(root, "node_modules");

const unbuilt: readonly Check[] = [
  { name: "format", args: [join(modules, "@biomejs/biome/bin/biome"), "check", "."] },
  { name: "imports", args: [join(root, "scripts/import-rules.ts")] },
];

// These read the types that the build made of each package.
const built: readonly Check[] = [
  { name: "lint", args: [join(modules, "oxlint/bin/oxlint"), "--deny-warnings"] },
  { name: "unused", args: [join(modules, "knip/bin/knip.js")] },
  ...globSync("**/tsconfig.json", {
    cwd: root,
    exclude: (name) => /(?:^|[\\/])(?:node_modules|dist)$/.test(name),
  }).map((project) => ({
    name: `types ${project}`,
    args: [join(modules, "typescript/bin/tsc"), "-p", join(root, project)],
  })),
];

const tests: readonly Check[] = [{ name: "tests", args: [join(root, "scripts/test.mjs")] }];

process.exitCode = await checkAll(process.argv.includes("--fast"));

/** Runs the checks and returns the exit code. */
async function checkAll(fast: boolean): Promise<number> {
  const startedAt = performance.now();
  const build = await runBuild();
  const outcomes = [build, ...(await runTogether(build.passed ? [...unbuilt, ...built] : unbuilt))];
  if (build.passed && !fast) outcomes.push(...(await runTogether(tests)));

  const failed = outcomes.filter((outcome) => !outcome.passed).map(({ name }) => name);
  if (failed.length > 0) {
    console.log(`failed: ${failed.join(", ")}`);
    return 1;
  }
  console.log(`ok in ${secondsSince(startedAt)} s (${timesByKind(outcomes)})`);
  return 0;
}

/** Sums the seconds of checks of one kind, such as the types of every package. */
function timesByKind(outcomes: readonly Outcome[]): string {
  const kinds = Object.groupBy(outcomes, ({ name }) => name.split(" ", 1).join());
  const sums = Object.entries(kinds).map(([kind, ofKind = []]) => {
    const sum = ofKind.reduce((total, { seconds }) => total + seconds, 0);
    return `${kind} ${sum.toFixed(1)}`;
  });
  return sums.join(", ");
}

/** The build prints its own failure. */
async function runBuild(): Promise<Outcome> {
  const startedAt = performance.now();
  const passed = await makeReady().then(
    () => true,
    (error: unknown) => reportFailure(error) === 0,
  );
  return { name: "build", passed, output: "", seconds: secondsSince(startedAt) };
}

/** Runs checks side by side, one per core, and prints each that fails as soon as it has. */
async function runTogether(checks: readonly Check[]): Promise<Outcome[]> {
  const waiting = [...checks];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await run(next);
      outcomes.push(outcome);
      if (!outcome.passed) console.log(`--- ${outcome.name}\n${outcome.output.trim()}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

function run({ name, args }: Check): Promise<Outcome> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ name, passed: code === 0, output, seconds: secondsSince(startedAt) }),
    );
  });
}

function secondsSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}
