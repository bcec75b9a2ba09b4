import { type CommitId, commitId, type RefName, refName } from "./brands.ts";
import { RESCUE_REASONS, type RescueReason } from "./rescue.ts";

/** Why a rescue may lack a file. */
export const LEFT_OUT_REASONS = [
  "a repository of its own",
  "larger than 100 MB",
  "not readable",
  "being written",
  "not a name for git",
] as const;

/** A file that was there and that a rescue does not hold. Never one that was about to be replaced. */
export interface LeftOut {
  readonly path: string;
  readonly why: (typeof LEFT_OUT_REASONS)[number];
}

/** Everything that is known of a rescue. Its commit's message carries it, so no database is needed. */
export interface RescueFacts {
  readonly reason: RescueReason;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The machine's name. */
  readonly host: string;
  readonly branch: RefName;
  /** What HEAD held. */
  readonly head: CommitId;
  /** What the branch moved to. */
  readonly theirs: CommitId;
  /** Commits of `head` that `theirs` lacks. */
  readonly commits: number;
  /** Files that differed from `head`. */
  readonly files: number;
  /** The tree of the index, where it differed from that of `head`; a parent of the rescue holds it. */
  readonly indexTree: string | null;
  /**
   * The tree of the files that are kept as the very bytes of the disk; a parent of the rescue holds
   * it. All others are in git's clean form: line endings and filters are still to be applied.
   */
  readonly rawTree: string | null;
  readonly leftOut: readonly LeftOut[];
}

/** A message is read by people; a thousand lines of it would not be. */
const MOST_LEFT_OUT = 20;

const TITLES: Readonly<Record<RescueReason, string>> = {
  diverged: "Kept before the remote's history took the place of yours",
  rewound: "Kept before dropping commits that the remote dropped",
  "in-the-way": "Kept before the remote's commits replaced files",
  replaced: "Kept before a push replaced it",
};

/** Writes the message of a rescue's commit: a few sentences for people, then one trailer for each fact. */
export function rescueMessage(facts: RescueFacts): string {
  const { branch, head, theirs, indexTree, rawTree, leftOut } = facts;
  const trailers: readonly (readonly [string, string | number | null])[] = [
    ["Reason", facts.reason],
    ["At", facts.at],
    ["Host", facts.host.replace(/\s+/g, " ")],
    ["Branch", branch],
    ["Head", head],
    ["Theirs", theirs],
    ["Commits", facts.commits],
    ["Files", facts.files],
    ["Index", indexTree],
    ["Raw", rawTree],
    ...leftOut
      .slice(0, MOST_LEFT_OUT)
      .map(({ path, why }) => ["Left-Out", `${JSON.stringify(path)} ${why}`] as const),
  ];
  return [
    TITLES[facts.reason],
    "",
    `${branch.replace(/^refs\/heads\//, "")} moved from ${head.slice(0, 10)} to ${theirs.slice(0, 10)}.`,
    "The tree is the work tree as it stood; `hookline rescue show` tells the rest.",
    "",
    ...trailers.flatMap(([name, value]) => (value === null ? [] : [`Hookline-${name}: ${value}`])),
    "",
  ].join("\n");
}

/** Reads a message back; `null` where it is none of ours, as with a remote's tip, which is kept as it was. */
export function parseRescueMessage(message: string): RescueFacts | null {
  const trailers = [...message.matchAll(/^Hookline-([\w-]+): (.*)$/gm)].map(
    ([, name = "", value = ""]) => [name, value] as const,
  );
  const values = new Map(trailers);
  const text = (name: string): string => values.get(name) ?? "";
  const reason = RESCUE_REASONS.find((known) => known === text("Reason"));
  if (reason === undefined) return null;
  try {
    return {
      reason,
      at: text("At"),
      host: text("Host"),
      branch: refName(text("Branch")),
      head: commitId(text("Head")),
      theirs: commitId(text("Theirs")),
      commits: count(text("Commits")),
      files: count(text("Files")),
      indexTree: values.has("Index") ? commitId(text("Index")) : null,
      rawTree: values.has("Raw") ? commitId(text("Raw")) : null,
      leftOut: trailers.flatMap(([name, value]) => (name === "Left-Out" ? readLeftOut(value) : [])),
    };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`not a count: ${text}`);
  return Number(text);
}

function readLeftOut(text: string): LeftOut[] {
  const why = LEFT_OUT_REASONS.find((known) => text.endsWith(` ${known}`));
  if (why === undefined) return [];
  const quoted = text.slice(0, -why.length - 1);
  try {
    const path: unknown = JSON.parse(quoted);
    return typeof path === "string" ? [{ path, why }] : [];
  } catch {
    return [];
  }
}
