import { join, resolve } from "node:path";
import { root } from "./setup/checkout.mjs";
import { reportFailure } from "./setup/failure.mjs";
import { makeReady } from "./setup/make-ready.mjs";
import { runNode24 } from "./setup/run-node.mjs";

const USAGE_ERROR = 64;

const HELP = `npm start sets this checkout up (dependencies, build) and runs Hookline.

  npm start                a playground: a remote and two clones, followed live, with the tray
                           icon in your panel where there is a desktop
  npm start -- <path>      follow the repository at <path>
  npm start -- --demo      the playground plays its story by itself and ends
  npm start -- --help      this text

Everything else is the command line: ./hookline --help
`;

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportFailure(error);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function start(args) {
  const command = commandFor(args);
  if (command === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (command === undefined) {
    process.stderr.write(`npm start does not know: ${args.join(" ")}\n\n${HELP}`);
    return USAGE_ERROR;
  }
  await makeReady();
  return runNode24([join(root, "apps", "cli", "dist", "main.js"), ...command]);
}

/**
 * Turns what stands behind `npm start --` into arguments of the command line.
 *
 * @param {readonly string[]} args
 * @returns {readonly string[] | "help" | undefined} undefined: not understood
 */
function commandFor(args) {
  const [first, ...rest] = args;
  if (first === undefined) return ["playground"];
  if (rest.length > 0) return undefined;
  if (first === "--help" || first === "-h") return "help";
  if (first === "--demo") return ["playground", "--demo"];
  if (first.startsWith("-")) return undefined;
  // npm runs us in the checkout and keeps the folder that the person stood in here.
  return ["up", resolve(process.env["INIT_CWD"] ?? process.cwd(), first)];
}
