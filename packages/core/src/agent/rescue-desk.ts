import type { Clock } from "../clock.ts";
import { absolutePath } from "../decide/brands.ts";
import { FAILURES, type GitFailure } from "../decide/git-failure.ts";
import { InputError } from "../errors.ts";
import type { GitDoor } from "../git/run-git.ts";
import { inParallel } from "../in-parallel.ts";
import { dropRescue } from "../rescue/drop-rescue.ts";
import { listRescues } from "../rescue/list-rescues.ts";
import { openRescues } from "../rescue/open-rescues.ts";
import type { Rescue } from "../rescue/rescue.ts";
import { patchOf } from "../rescue/rescue-patch.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";
import { restoreBranch } from "../rescue/restore-branch.ts";
import { restoreFiles } from "../rescue/restore-files.ts";
import { showRescue } from "../rescue/show-rescue.ts";
import { markTold } from "../rescue/told.ts";
import type {
  DropRescueRequest,
  RescuePatchReply,
  RescuePatchRequest,
  RescueReply,
  RescueRequest,
  RescuesReply,
  RescuesRequest,
  RescueView,
  RestoreReply,
  RestoreRequest,
} from "../socket/rescue-schema.ts";
import type { Operations } from "../store/operation-log.ts";
import type { Reading } from "../sync/port.ts";
import { rescueSentence } from "../words/rescue-sentence.ts";
import { restoredWords } from "../words/restored-words.ts";
import { writtenDown } from "./move-record.ts";
import type { Repositories } from "./repositories.ts";
import { withRepository } from "./with-repository.ts";

/** How many rescues of one repository are listed; the newest. */
const MOST_LISTED = 1000;

/** How many repositories are read at once. */
const AT_ONCE = 4;

/** What {@link RescueDesk} needs. */
export interface RescueDeskParts {
  readonly door: GitDoor;
  readonly clock: Clock;
  readonly operations: Operations;
  readonly repositories: Repositories;
}

interface Opened {
  readonly tools: RescueTools;
  readonly keepMs: number;
}

/** Answers for what was kept before it was replaced, and gives it back. */
export class RescueDesk {
  readonly #parts: RescueDeskParts;

  constructor(parts: RescueDeskParts) {
    this.#parts = parts;
  }

  /** Lists the rescues of a repository or of all, the newest first. Does not count as telling. */
  async list({ repository }: RescuesRequest): Promise<RescuesReply> {
    const { repositories } = this.#parts;
    const paths = repository === null ? repositories.paths() : [absolutePath(repository)];
    repositories.requireAll(paths);
    const rescues: RescueView[] = [];
    const failures: { repository: string; says: string }[] = [];
    await inParallel(paths, AT_ONCE, async (path) => {
      const listed = await this.#listOne(path);
      if (listed.kind === "read") rescues.push(...listed.value);
      else failures.push({ repository: path, says: failureInWords(listed.failure) });
    });
    return {
      rescues: rescues.toSorted((one, other) => (one.name < other.name ? 1 : -1)),
      failures,
    };
  }

  /** Tells what is inside a rescue. @throws InputError when there is no such rescue */
  async show({ repository, name }: RescueRequest): Promise<RescueReply> {
    const { tools, keepMs, rescue } = await this.#find(repository, name);
    const { commits, files, onlyHere } = valueOf(await showRescue(tools, rescue));
    await markTold(tools, [rescue]);
    const toldAt = rescue.toldAt ?? this.#parts.clock.now();
    return {
      rescue: view(repository, { ...rescue, toldAt }, keepMs),
      commits,
      files,
      onlyHere,
      leftOut: rescue.facts?.leftOut ?? [],
    };
  }

  /** Gives a part of a rescue as a patch. @throws InputError for what is not in it */
  async patch({ repository, name, of }: RescuePatchRequest): Promise<RescuePatchReply> {
    const { tools, rescue } = await this.#find(repository, name);
    const patch = await patchOf(tools, rescue, of);
    if (patch.kind !== "foreign-commit") return valueOf(patch);
    throw new InputError("That commit is not in this rescue.", { code: "foreign-commit" });
  }

  /** Gives a rescue back. @throws InputError for a branch that cannot be made */
  async restore({ repository, name, as }: RestoreRequest): Promise<RestoreReply> {
    const { tools, rescue } = await this.#find(repository, name);
    const { clock, operations } = this.#parts;
    if (as.kind === "files") {
      const root = tools.place.root;
      const restored = valueOf(
        await withRepository(tools.place, clock, () =>
          restoreFiles(tools, rescue, { paths: as.paths, root }),
        ),
      );
      const lines = restoredWords(restored, null).map(({ says, remark }) =>
        remark === "" ? says : `${says} (${remark})`,
      );
      const whole =
        restored.unknown.length === 0 && restored.files.every(({ put }) => put.kind !== "refused");
      return { whole, branch: null, lines };
    }
    const made = await withRepository(tools.place, clock, () =>
      restoreBranch(
        tools,
        rescue,
        as.branch ?? undefined,
        writtenDown(operations, tools.place.root),
      ),
    );
    switch (made.kind) {
      case "failed":
        throw gitError(made.failure);
      case "bad-name":
        throw new InputError(`git takes no branch named "${made.branch}".`, {
          code: "bad-branch",
          hint: "Give another one: only its name, such as `mine`.",
        });
      case "taken":
        throw new InputError(`The branch ${made.branch} holds something else; it stays.`, {
          code: "branch-taken",
          hint: "Give another name.",
        });
      case "made":
      case "there": {
        const holds = made.kind === "made" ? "now holds" : "already holds";
        const lines = [`The branch ${made.branch} ${holds} its commits. You are where you were.`];
        return { whole: true, branch: made.branch, lines };
      }
    }
  }

  /** Lets a rescue go for good. @throws InputError when there is no such rescue */
  async drop({ repository, name }: DropRescueRequest): Promise<void> {
    const { tools, rescue } = await this.#find(repository, name);
    const { clock, operations } = this.#parts;
    const dropped = await withRepository(tools.place, clock, () =>
      dropRescue(tools, rescue, writtenDown(operations, tools.place.root)),
    );
    if (dropped.kind === "failed") throw gitError(dropped.failure);
  }

  async #listOne(repository: string): Promise<Reading<readonly RescueView[]>> {
    const opened = await this.#open(repository);
    if (opened.kind === "failed") return opened;
    const { tools, keepMs } = opened.value;
    const listed = await listRescues(tools);
    if (listed.kind === "failed") return listed;
    const newest = listed.value.slice(0, MOST_LISTED);
    return { kind: "read", value: newest.map((one) => view(repository, one, keepMs)) };
  }

  async #open(repository: string): Promise<Reading<Opened>> {
    const opened = await openRescues(this.#parts.door, absolutePath(repository));
    if (opened.kind === "failed") return opened;
    const { tools, settings } = opened.value;
    return { kind: "read", value: { tools, keepMs: settings.rescueKeep } };
  }

  async #find(repository: string, name: string): Promise<Opened & { readonly rescue: Rescue }> {
    this.#parts.repositories.requireAll([absolutePath(repository)]);
    const opened = valueOf(await this.#open(repository));
    const rescues = valueOf(await listRescues(opened.tools));
    const rescue = rescues.find((one) => one.name === name);
    if (rescue !== undefined) return { ...opened, rescue };
    throw new InputError(`There is no rescue "${name}" any more.`, {
      code: "no-such-rescue",
      hint: "Somebody may have dropped it, or it grew old enough to go.",
    });
  }
}

function view(repository: string, rescue: Rescue, keepMs: number): RescueView {
  const { at, commit, facts, name, reason, toldAt } = rescue;
  const madeAt = at === null ? Number.NaN : Date.parse(at);
  const expires =
    toldAt === null || Number.isNaN(madeAt) ? null : Math.max(madeAt, toldAt) + keepMs;
  return {
    repository,
    name,
    commit,
    reason,
    at: Number.isNaN(madeAt) ? null : new Date(madeAt).toISOString(),
    host: facts?.host || null,
    branch: facts?.branch.replace(/^refs\/heads\//, "") ?? null,
    commits: facts?.commits ?? 0,
    files: facts?.files ?? 0,
    says: rescueSentence(rescue),
    expiresAt: expires === null ? null : new Date(expires).toISOString(),
  };
}

function valueOf<Value>(reading: Reading<Value>): Value {
  if (reading.kind === "failed") throw gitError(reading.failure);
  return reading.value;
}

function gitError(failure: GitFailure): InputError {
  return new InputError(failureInWords(failure), {
    code: failure.kind,
    hint: FAILURES[failure.kind].next,
  });
}

function failureInWords({ kind, detail }: GitFailure): string {
  const { says } = FAILURES[kind];
  return detail === "" ? says : `${says} (${detail})`;
}
