// Looks once at the repository that is named on the command line and prints what came of it: the
// part of a test that must run as somebody else.
import { systemClock } from "../../src/clock.ts";
import { absolutePath } from "../../src/decide/brands.ts";
import { nextStep } from "../../src/decide/next-step.ts";
import { classify } from "../../src/git/classify.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { openGitPort } from "../../src/sync/git-port.ts";
import { look } from "../../src/sync/look.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";

const repository = absolutePath(process.argv[2] ?? "");
const { log } = memoryLog();
const door = { env: process.env, log };
const located = await locate(openGit(door, repository));
process.stdout.write(JSON.stringify(await lookAt()));

async function lookAt() {
  if (located.kind === "failed") return { failure: classify(located.exit) };
  if (located.kind !== "repository") return { failure: located.kind };
  const { now, monotonic } = systemClock;
  const port = openGitPort(door, located.place, new AbortController().signal);
  const operations = { plan: () => 1, settle: () => true };
  const { result } = await look(
    { port, decide: nextStep, operations, log, now, monotonic },
    { repository, asksRemote: true, occasion: "sync", seenRemotes: [] },
  );
  return result;
}
