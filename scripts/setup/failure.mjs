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
 * Anything but a {@link SetupFailure} is a mistake of ours and keeps its stack.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  if (!(error instanceof SetupFailure)) throw error;
  console.error(`\nSetup failed: ${error.message}\n${error.hint}`);
  return SETUP_FAILED;
}
