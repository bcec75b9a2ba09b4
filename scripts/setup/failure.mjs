/** The exit code of every failed setup: `EX_UNAVAILABLE` of sysexits.h. */
const SETUP_FAILED = 69;

/** Setup cannot go on; the message says what happened, the hint what to do next. */
export class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {string} hint
   */
  constructor(message, hint) {
    super(message);
    this.name = "SetupFailure";
    this.hint = hint;
  }
}

/**
 * Tells a person what went wrong and returns the exit code.
 *
 * What is neither a {@link SetupFailure} nor an error of the system is a mistake of ours and
 * keeps its stack.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  console.error(`\nSetup failed: ${explain(error)}`);
  return SETUP_FAILED;
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof SetupFailure) return `${error.message}\n${error.hint}`;
  if (error instanceof Error && "syscall" in error) {
    return `${error.message}\nCheck that you may write to this checkout and that its disk has room, then run the same command again.`;
  }
  throw error;
}
