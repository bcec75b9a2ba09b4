/**
 * Run as a process: takes a snapshot, names it, says so, and is killed in the middle.
 *
 * Arguments: the repository, the ref, and the number of the git command that is running when this
 * process is killed.
 */
import { execFileSync } from "node:child_process";
import { writeSync } from "node:fs";
import { absolutePath, refName } from "../../src/decide/brands.ts";
import { createRescueRef } from "../../src/rescue/create-rescue-ref.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { aRequest, around, rescueTools } from "./a-work-tree.ts";

const [repository = "", ref = "", killedAt = ""] = process.argv.slice(2);
const scratch = {
  env: process.env,
  git: (cwd: string, ...args: string[]) =>
    Promise.resolve(execFileSync("git", args, { cwd, encoding: "utf8" }).trimEnd()),
};
const request = await aRequest(scratch, repository);
let commands = 0;
const tools = around(await rescueTools(scratch, absolutePath(repository)), (command, run) => {
  const running = run(command);
  commands += 1;
  if (commands === Number(killedAt)) process.kill(process.pid, "SIGKILL");
  return running;
});
const snapshot = await takeSnapshot(tools, request);
if (snapshot.kind === "failed") throw new Error(snapshot.failure.detail);
const made = await createRescueRef(tools, refName(ref), snapshot.value.commit);
if (made.kind === "failed") throw new Error(made.failure.detail);
writeSync(1, `done after ${commands}\n`);
