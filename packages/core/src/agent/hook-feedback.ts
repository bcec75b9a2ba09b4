import type { Clock } from "../clock.ts";
import type { Settings } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import {
  BACKGROUND,
  type FeedbackFacts,
  type FeedbackPlan,
  feedbackLine,
  LARGE,
  planFeedback,
} from "../decide/feedback.ts";
import { type QueuedFiles, withQueued } from "../decide/queued-files.ts";
import { countFiles } from "../git/count-files.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import type { FeedbackRequest } from "../socket/protocol.ts";
import type { HookReport, HookReports } from "./hook-reports.ts";

/** How much sooner than the hook gives up it has its answer: the way there, the way back, and a busy machine. */
const ON_THE_WAY_MS = 15;

/** Hooks that wait at the same time. More than a person commits; a script's are answered at once. */
const MOST_WAITING = 16;

/** What {@link HookFeedback} needs. */
export interface HookFeedbackParts {
  readonly clock: Clock;
  readonly door: GitDoor;
  readonly reports: HookReports;
  readonly settings: (repository: AbsolutePath) => Promise<Settings>;
  /** Takes in what hooks have left. */
  readonly drain: () => Promise<void>;
  /** What a commit of this repository has queued for tasks; settles when that is known. */
  readonly queued: (repository: AbsolutePath) => Promise<readonly QueuedFiles[]>;
}

/** A report that is worth a line. */
interface Asked extends HookReport {
  readonly event: FeedbackFacts["event"];
  readonly settings: Settings;
  /** How long the hook can still wait. */
  readonly waitMs: number;
}

/** Answers hooks that wait for a line to print. Nothing here is waited for by a look. */
export class HookFeedback {
  readonly #parts: HookFeedbackParts;
  /** One signal for each hook that waits. */
  readonly #waiting = new Set<AbortSignal>();

  constructor(parts: HookFeedbackParts) {
    this.#parts = parts;
  }

  /**
   * Says in one line what came of a record: nothing where it is none that we know of, or one that
   * nobody wants to hear about.
   *
   * @param signal aborted when the hook has gone; then it rejects
   */
  async line({ id, waitMs }: FeedbackRequest, signal: AbortSignal): Promise<string> {
    const { clock, drain } = this.#parts;
    const answered = new AbortController();
    const over = AbortSignal.any([signal, answered.signal]);
    const budgetMs = Math.max(0, waitMs - ON_THE_WAY_MS);
    const late = clock.sleep(budgetMs, over);
    const endsAt = clock.monotonic() + budgetMs;
    let said = BACKGROUND;
    let queued: readonly QueuedFiles[] = [];
    const answer = async (): Promise<void> => {
      await drain();
      over.throwIfAborted();
      const report = this.#parts.reports.get(id);
      if (report === undefined) {
        said = "";
        return;
      }
      const known = this.#parts.queued(report.repository).then((files) => {
        queued = files;
      });
      said = await this.#answer(report, Math.max(0, endsAt - clock.monotonic()), over);
      await known;
    };
    try {
      await Promise.race([answer(), late]);
      return withQueued(said, queued);
    } finally {
      this.#waiting.delete(over);
      answered.abort();
    }
  }

  async #answer(report: HookReport, waitMs: number, over: AbortSignal): Promise<string> {
    const { event } = report;
    if (event !== "post-commit" && event !== "post-merge") return "";
    if (this.#waiting.size >= MOST_WAITING) return BACKGROUND;
    this.#waiting.add(over);
    const settings = await this.#parts.settings(report.repository);
    if (settings.paused !== false) return "";
    const asked: Asked = { ...report, event, settings, waitMs };
    // What has ended is told, however long it was to take.
    const plan = async (counted: FeedbackFacts["files"]): Promise<FeedbackPlan> =>
      (await hasEnded(report)) ? "wait" : this.#plan(asked, counted);
    if ((await plan(null)) === "large") return LARGE;
    const files = await this.#count(asked, over);
    const counted = await plan(files);
    if (counted === "large") return LARGE;
    if (counted === "background") return BACKGROUND;
    const end = await report.ended;
    if (end === null) return "";
    return feedbackLine({ event, ...end, files: files === "more" ? null : files });
  }

  #plan(
    { event, repository, settings: { asyncFiles, asyncMs }, waitMs }: Asked,
    files: FeedbackFacts["files"],
  ): FeedbackPlan {
    const predictedMs = this.#parts.reports.predictMs(repository);
    return planFeedback({ event, files, predictedMs, waitMs, asyncFiles, asyncMs });
  }

  /** Counts beside the look: reading two trees holds nobody up. */
  #count(
    { event, repository, settings }: Asked,
    signal: AbortSignal,
  ): Promise<FeedbackFacts["files"]> {
    return countFiles(openGit(this.#parts.door, repository), {
      of: event === "post-merge" ? "unpushed" : "commit",
      most: settings.asyncFiles,
      signal,
    });
  }
}

async function hasEnded({ ended }: HookReport): Promise<boolean> {
  const open = Symbol("open");
  return (await Promise.race([ended, Promise.resolve(open)])) !== open;
}
