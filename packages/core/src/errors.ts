/** What every thrown error of ours carries besides its message. */
export interface ErrorDetails {
  /** A stable word for programs, such as `not-a-repository`. */
  readonly code: string;
  /** What the person can do next, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error whose message and hint are meant for a person. */
export abstract class HooklineError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.hint = details.hint;
  }
}

/** What a person gave us cannot be used: a path, an argument, a repository we must not take. */
export class InputError extends HooklineError {}

/** A setting or the state folder is broken in a way that ends the operation. */
export class ConfigError extends HooklineError {}

/** The database cannot be opened or written. */
export class StoreError extends HooklineError {}

/** The other end of the socket said something outside the protocol, or nothing at all. */
export class ProtocolError extends HooklineError {}

/** The impossible happened: a mistake of ours, never of the user. */
export class Bug extends Error {
  constructor(message: string) {
    super(`${message} (this is a bug in Hookline)`);
    this.name = "Bug";
  }
}
