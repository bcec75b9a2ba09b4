declare const brand: unique symbol;

type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** An absolute path of this machine, already resolved. */
export type AbsolutePath = Branded<string, "AbsolutePath">;

/** A full ref name such as `refs/heads/main`. */
export type RefName = Branded<string, "RefName">;

/** A full object id of a commit: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. */
export type CommitId = Branded<string, "CommitId">;

/** The name of a remote such as `origin`. */
export type RemoteName = Branded<string, "RemoteName">;

/** Names a job in its queue. What it looks like is the engine's own business. */
export type JobId = Branded<string, "JobId">;

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;
const JOB_ID = /^[\w-]{1,64}$/;
const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The rules of `git check-ref-format` that can be told from the text alone,
 * made one pattern of what must not occur.
 */
const BAD_REF =
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what git forbids
  /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)[.-]|\.lock(?:\/|$)|[/.]$/;

/**
 * Takes a text as an absolute path.
 *
 * @throws RangeError when it is relative or holds a NUL
 */
export function absolutePath(text: string): AbsolutePath {
  if (!ABSOLUTE.test(text) || text.includes("\0")) {
    throw new RangeError(`not an absolute path: ${JSON.stringify(text)}`);
  }
  return text as AbsolutePath;
}

/**
 * Takes a text as a full ref name.
 *
 * @throws RangeError when git would refuse it, or when it does not start with `refs/`
 */
export function refName(text: string): RefName {
  if (!text.startsWith("refs/") || BAD_REF.test(text)) {
    throw new RangeError(`not a full ref name: ${JSON.stringify(text)}`);
  }
  return text as RefName;
}

/**
 * Takes a text as a commit id.
 *
 * @throws RangeError when it is not a full object id
 */
export function commitId(text: string): CommitId {
  if (!COMMIT_ID.test(text)) {
    throw new RangeError(`not a commit id: ${JSON.stringify(text)}`);
  }
  return text as CommitId;
}

/**
 * Takes a text as the name of a remote.
 *
 * @throws RangeError when git could read it as an option or not store a ref for it
 */
export function remoteName(text: string): RemoteName {
  if (text === "" || BAD_REF.test(text)) {
    throw new RangeError(`not a remote's name: ${JSON.stringify(text)}`);
  }
  return text as RemoteName;
}

/**
 * Takes a text as the name of a job.
 *
 * @throws RangeError when no engine would give such a name
 */
export function jobId(text: string): JobId {
  if (!JOB_ID.test(text)) throw new RangeError(`not a job's name: ${JSON.stringify(text)}`);
  return text as JobId;
}
