import { EXIT, type ExitCode } from "@hookline/core/client";
import { CommanderError } from "commander";
import { processContext } from "./context.ts";
import { showError } from "./out/show-error.ts";
import { buildProgram } from "./program.ts";

const OLDEST_NODE = 24;

const context = processContext();

// A reader that had enough (`hookline log | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  context.out.trouble(
    `✗ The output cannot be written: ${error.message}.\n  → Make room, or send it elsewhere.`,
  );
  process.exit(EXIT.needsPerson);
});

// better-sqlite3 ends an older Node with a crash instead of an error.
if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  context.out.trouble(
    `✗ Hookline runs on Node ${OLDEST_NODE}, and this is ${process.version}.\n  → Use the \`hookline\` at the root of the checkout: it picks the right one.`,
  );
  process.exit(EXIT.usage);
}

try {
  const program = buildProgram(context, (code: ExitCode) => {
    process.exitCode = code;
  });
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? EXIT.inSync : EXIT.usage;
  } else {
    process.exitCode = showError(error, context.out);
  }
}
