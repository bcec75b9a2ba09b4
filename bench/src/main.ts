import { benchArrival } from "./arrival.ts";
import { benchCommit } from "./commit/bench-commit.ts";
import { benchIdle } from "./idle.ts";
import { benchLook } from "./look.ts";
import { benchQueue } from "./queue/bench-queue.ts";
import { keep, type Report, toMarkdown } from "./report.ts";
import { benchSize } from "./size.ts";

const BENCHES: Readonly<Record<string, () => Promise<Report | readonly Report[]>>> = {
  commit: benchCommit,
  look: benchLook,
  size: benchSize,
  arrival: benchArrival,
  idle: benchIdle,
  queue: benchQueue,
};

const [name = "", ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined || options.some((option) => option !== "--keep")) {
  process.stderr.write(
    `usage: pnpm bench ${Object.keys(BENCHES).join("|")} [--keep]\n  --keep  writes the figures to bench/RESULTS.md\n`,
  );
  process.exitCode = 64;
} else {
  for (const report of [await bench()].flat()) {
    process.stdout.write(toMarkdown(report));
    if (options.includes("--keep")) keep(report);
  }
}
