import { fileURLToPath } from "node:url";
import { closeInherited } from "./close-descriptors.ts";
import { scrubEnvironment } from "./scrub-environment.ts";

/* How `runner.sh` starts the runner: makes a process that has nothing of the hook's, then becomes the
 * command line. Loads next to nothing, since it only passes through. */

const DETACH = "--detach";

const args = process.argv.slice(2);
const words = [
  ...process.execArgv,
  fileURLToPath(new URL("../main.js", import.meta.url)),
  ...args.filter((word) => word !== DETACH),
];

closeInherited();
if (args.includes(DETACH) || process.execve === undefined) {
  const { spawnApart } = await import("./spawn-apart.ts");
  spawnApart(words, process.env);
} else {
  // The same process goes on, so the claim stays right; what it inherited ends here.
  const env = scrubEnvironment(process.env);
  process.execve(process.execPath, [process.execPath, ...words], env);
}
