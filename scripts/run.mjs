import { reportFailure } from "./setup/failure.mjs";
import { makeInstalled, makeReady } from "./setup/make-ready.mjs";
import { runNode24 } from "./setup/run-node.mjs";

/*
 * Sets the checkout up, then runs a program of the project under Node 24, which runs TypeScript
 * as it is: `node scripts/run.mjs [--unbuilt] <file> [args]`.
 */
const args = process.argv.slice(2);
const unbuilt = args[0] === "--unbuilt";

try {
  await (unbuilt ? makeInstalled() : makeReady());
  process.exitCode = await runNode24(unbuilt ? args.slice(1) : args);
} catch (error) {
  process.exitCode = reportFailure(error);
}
