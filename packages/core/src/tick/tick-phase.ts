import type { CommandRecord } from "../commands/run-command.ts";
import { type CommandTools, runSetting } from "../commands/run-setting.ts";
import { loadSettings } from "../config/load-settings.ts";
import type { Settings } from "../config/settings-schema.ts";
import { describeCommand } from "../decide/command-ending.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { HoldReason } from "../decide/hold.ts";
import { tickHold } from "../decide/tick.ts";
import { classify } from "../git/classify.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { openOperation } from "../git/open-operation.ts";
import { readHead } from "../git/refs.ts";
import { hasOwnFilters, repositoryOverrides } from "../git/repository-overrides.ts";
import { openGit } from "../git/run-git.ts";
import type { Operations } from "../store/operation-log.ts";
import type { Effect } from "../sync/port.ts";
import { listTrustedConfig } from "../trust/list-trusted-config.ts";
import { mendMove } from "../worktree/mend-move.ts";
import { type CommitRequest, commitPaths } from "./commit-paths.ts";
import type { CommitTools } from "./commit-tools.ts";
import { finishCommit } from "./finish-commit.ts";
import { readNotedCommit } from "./noted-commit.ts";

/** What a tick takes. */
export interface TickTools extends CommandTools {
  readonly operations: Operations;
}

/** What is to be done: the tick as it is set, or a commit of the files that changed. */
export type TickWant = "tick" | "files";

/** One repository, whose lock the caller holds. */
export interface TickRequest {
  readonly place: RepositoryPlace;
  readonly wants: ReadonlySet<TickWant>;
  readonly signal: AbortSignal;
}

/** What came of it. The look goes on, whatever it is. */
export interface TickReport {
  readonly hold: HoldReason | null;
  readonly failure: GitFailure | null;
  /** Files that were committed. */
  readonly files: number;
  /** Sentences about what was left out. */
  readonly warnings: readonly string[];
}

/** A tick that found nothing to do. */
const QUIET_TICK: TickReport = { hold: null, failure: null, files: 0, warnings: [] };

/**
 * Does what is due in a repository before a look: runs `tickCommand`, commits `tickPath`, or
 * commits everything that changed where `autoCommit` is set.
 *
 * What a command changed is committed only if it succeeded. Nothing here is remembered: what a
 * tick could not do, the next one finds again.
 */
export async function tickPhase(tools: TickTools, request: TickRequest): Promise<TickReport> {
  const opened = await open(tools, request);
  if (opened.kind === "failed") return { ...QUIET_TICK, failure: opened.failure };
  // A move that was cut short comes first: half of it must not be committed.
  const mended = await mendMove(opened.tools);
  if (mended.kind === "failed") return { ...QUIET_TICK, failure: mended.failure };
  const { settings, entries } = opened;
  const held = await holdNow(opened);
  if (held !== null) return { ...QUIET_TICK, ...held };

  if (request.wants.has("tick")) {
    if (settings.tickCommand === null && settings.tickPath.length === 0) {
      return { ...QUIET_TICK, warnings: [NOTHING_TO_TICK] };
    }
    const run = await runSetting(tools, {
      setting: "tickCommand",
      settings,
      entries,
      signal: request.signal,
      context: {
        repository: request.place.root,
        occasion: "tick",
      },
    });
    const failure = run.kind === "ran" ? failureOf(run.record) : null;
    if (failure !== null) return { ...QUIET_TICK, failure };
  }
  const commits = commitsDue(request.wants, settings);
  if (commits.length === 0) return QUIET_TICK;
  if (hasOwnFilters(entries)) return { ...QUIET_TICK, warnings: [WITHOUT_FILTERS] };

  let report = QUIET_TICK;
  for (const commit of commits) {
    // The command took its time; somebody may have begun a rebase meanwhile.
    const heldNow = await holdNow(opened);
    if (heldNow !== null) return { ...report, ...heldNow };
    report = await commitOne(opened.tools, commit, report);
    if (report.failure !== null || report.hold !== null) break;
  }
  return report;
}

/**
 * Finishes what an ended process of ours left between a commit and the index; see `finishCommit`.
 * Comes before every look.
 */
export async function finishTick(
  tools: TickTools,
  request: Omit<TickRequest, "wants">,
): Promise<Effect> {
  if ((await readNotedCommit(request.place)) === null) return { kind: "done" };
  const opened = await open(tools, request);
  if (opened.kind === "failed") return opened;
  const mended = await mendMove(opened.tools);
  return mended.kind === "failed" ? mended : finishCommit(opened.tools);
}

const NOTHING_TO_TICK =
  "There is nothing to tick: set hookline.tickCommand, hookline.tickPath or both.";

/** Without its filters, a file would be committed as it must not be: unencrypted, in full. */
const WITHOUT_FILTERS =
  "Nothing is committed here until you trust this repository's filters: see `hookline trust`.";

interface Opened {
  readonly kind: "opened";
  readonly tools: CommitTools;
  readonly entries: readonly ConfigEntry[];
  readonly settings: Settings;
}

async function open(
  tools: TickTools,
  { place, signal }: Omit<TickRequest, "wants">,
): Promise<Opened | { readonly kind: "failed"; readonly failure: GitFailure }> {
  const listed = await listTrustedConfig(openGit(tools.door, place.root), place.root);
  if (listed.kind === "failed") return { kind: "failed", failure: classify(listed.exit) };
  const { entries } = listed;
  const { settings } = loadSettings(entries, tools.door.env);
  return { kind: "opened", tools: commitTools(tools, place, signal, entries), entries, settings };
}

function commitTools(
  { door, operations, clock }: TickTools,
  place: RepositoryPlace,
  signal: AbortSignal,
  entries: readonly ConfigEntry[],
): CommitTools {
  const git = openGit(door, place.root, repositoryOverrides(entries));
  return { git, place, operations, clock, log: door.log, limits: { ...LIMITS, signal } };
}

/** Adding many files takes a while; nothing of it asks a remote. */
const LIMITS = { deadlineMs: 300_000 } as const;

async function holdNow({ tools, settings, entries }: Opened) {
  const [openNow, head] = await Promise.all([
    openOperation(tools.place.gitDir),
    readHead(tools.git, { kind: "no-upstream" }, entries),
  ]);
  if (head.kind === "failed") return { failure: classify(head.exit) };
  const hold = tickHold({
    head: head.value,
    openOperation: openNow,
    paused: settings.paused !== false,
  });
  return hold === null ? null : { hold };
}

function commitsDue(wants: ReadonlySet<TickWant>, settings: Settings): readonly CommitRequest[] {
  const maxFileBytes = settings.maxFileSize;
  const commits: CommitRequest[] = [];
  if (wants.has("tick") && settings.tickPath.length > 0) {
    const { tickPath: paths, tickMessage: message } = settings;
    commits.push({ paths, message, maxFileBytes, guardDeletions: false, cause: "tick" });
  }
  if (wants.has("files") && settings.autoCommit) {
    const message = settings.autoCommitMessage;
    const all = { paths: ["."], guardDeletions: true, cause: "auto-commit" } as const;
    commits.push({ ...all, message, maxFileBytes });
  }
  return commits;
}

async function commitOne(
  tools: CommitTools,
  request: CommitRequest,
  before: TickReport,
): Promise<TickReport> {
  const outcome = await commitPaths(tools, request);
  switch (outcome.kind) {
    case "committed": {
      const { commit, files, warnings } = outcome;
      tools.log("tick.committed", {
        repository: tools.place.root,
        commit,
        files,
        cause: request.cause,
      });
      return {
        ...before,
        files: before.files + files,
        warnings: [...before.warnings, ...warnings],
      };
    }
    case "nothing":
      return { ...before, warnings: [...before.warnings, ...outcome.warnings] };
    case "held":
      return { ...before, hold: outcome.why };
    case "failed":
      return { ...before, failure: outcome.failure };
  }
}

function failureOf(record: CommandRecord): GitFailure | null {
  switch (record.ending.kind) {
    case "succeeded":
      return null;
    case "stopped":
      return { kind: "stopped", detail: "stopped" };
    default:
      return { kind: "command", detail: describeCommand(record) };
  }
}
