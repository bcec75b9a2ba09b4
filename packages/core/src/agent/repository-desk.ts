import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { admit } from "../decide/admission.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { InputError } from "../errors.ts";
import { currentUpstream } from "../git/current-upstream.ts";
import { locate } from "../git/locate.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import {
  addRepository,
  type HookInstaller,
  removeRepository,
} from "../registration/add-repository.ts";
import { examine, resolvePath } from "../registration/examine.ts";
import { listRegistered } from "../registration/registry.ts";
import type {
  CheckRepositoryReply,
  CheckRepositoryRequest,
  FoldersReply,
  FoldersRequest,
  ListRepositoryReply,
  ListRepositoryRequest,
} from "../socket/repository-schema.ts";
import { describeTasks } from "../tasks/describe-tasks.ts";
import { listTrustedConfig } from "../trust/list-trusted-config.ts";
import { trustProblems } from "../trust/trust-problems.ts";
import { visible } from "../words/visible.ts";
import { removeRepositoryLock } from "./lock-repository.ts";

/** How many folders are listed. */
const MOST_FOLDERS = 500;

/** What {@link RepositoryDesk} needs. */
export interface RepositoryDeskParts {
  readonly door: GitDoor;
  /** Nobody's where hooks are none of this agent's business, as in a container. */
  readonly hooks: HookInstaller | undefined;
  readonly reload: () => Promise<void>;
}

type Check = CheckRepositoryReply["checks"][number];

/** Answers for folders that may be synced, and changes the list of those that are. */
export class RepositoryDesk {
  readonly #parts: RepositoryDeskParts;

  constructor(parts: RepositoryDeskParts) {
    this.#parts = parts;
  }

  /** Says whether a folder can be synced. Changes nothing. */
  async check({ path: typed }: CheckRepositoryRequest): Promise<CheckRepositoryReply> {
    const { door } = this.#parts;
    const asked = await resolveTyped(typed);
    const located = await locate(openGit(door, asked));
    const path = located.kind === "repository" ? located.place.root : asked;
    const registered = await listRegistered(door);
    if (registered.includes(path)) {
      const here = await branchChecks(door, path);
      return { path, verdict: "added-already", ...here, checks: [ALREADY] };
    }
    const admission = admit(path, await examine(door, path), registered);
    if (admission.kind === "refused") {
      const checks: Check[] = [{ grade: "bad", says: admission.says, next: admission.hint }];
      return { path, verdict: "cannot-be-added", branch: null, upstream: null, checks };
    }
    const { branch, upstream, checks } = await branchChecks(door, path);
    return {
      path,
      verdict: "can-be-added",
      branch,
      upstream,
      checks: [
        { grade: "good", says: "It is a git repository of yours, with a remote.", next: null },
        ...checks,
        ...admission.warnings.map((says): Check => ({ grade: "warning", says, next: null })),
        ...(await trustChecks(door, path)),
      ],
    };
  }

  /** Begins to sync a repository, as `hookline add` does. @throws InputError when it cannot be */
  async add({ path: typed }: ListRepositoryRequest): Promise<ListRepositoryReply> {
    const tools = this.#tools();
    const path = await resolveTyped(typed);
    const { isNew, warnings } = await addRepository(tools, path);
    await this.#parts.reload();
    const untrusted = (await trustChecks(tools.door, path)).map(({ says }) => says);
    return { path, changed: isNew, warnings: [...warnings, ...untrusted] };
  }

  /** Leaves a repository alone, as `hookline remove` does. */
  async remove({ path: typed }: ListRepositoryRequest): Promise<ListRepositoryReply> {
    // As it stands on the list: a folder may be gone, or be a link to elsewhere by now.
    const registered = await listRegistered(this.#parts.door);
    const path = registered.find((one) => one === typed) ?? (await resolveTyped(typed));
    const { changed, left } = await removeRepository(this.#tools(), path);
    await this.#parts.reload();
    if (left !== null) await removeRepositoryLock(left);
    return { path, changed, warnings: [] };
  }

  /** Lists the folders in a folder. @throws InputError when it cannot be read */
  async folders({ path: typed }: FoldersRequest): Promise<FoldersReply> {
    const path = await resolveTyped(typed ?? "~");
    const registered = await listRegistered(this.#parts.door);
    const names = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      throw new InputError(`${path} cannot be read (${errorCode(error) ?? "unknown reason"}).`, {
        code: "bad-folder",
        hint: "Choose another folder.",
      });
    });
    const folders = names
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted((one, other) => hiddenLast(one) - hiddenLast(other) || compare(one, other));
    const above = dirname(path);
    return {
      path,
      parent: above === path ? null : above,
      folders: await Promise.all(
        folders.slice(0, MOST_FOLDERS).map(async (name) => {
          const inner = join(path, name);
          const isRepository = await stat(join(inner, ".git")).then(
            () => true,
            () => false,
          );
          return {
            name,
            path: inner,
            isRepository,
            isSynced: registered.some((one) => one === inner),
          };
        }),
      ),
      cut: folders.length > MOST_FOLDERS,
    };
  }

  #tools() {
    const { door, hooks } = this.#parts;
    if (hooks !== undefined) return { door, hooks };
    throw new InputError(
      "This agent's host names its repositories; the list is not changed here.",
      {
        code: "headless",
        hint: "Change it where the agent is set up.",
      },
    );
  }
}

const ALREADY: Check = { grade: "good", says: "Hookline syncs it already.", next: null };

function hiddenLast(name: string): number {
  return name.startsWith(".") ? 1 : 0;
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

/** Takes a path as a person types it. @throws InputError for a relative one, which means nothing here */
async function resolveTyped(typed: string): Promise<AbsolutePath> {
  const home = homedir();
  const path = typed === "~" ? home : typed.startsWith("~/") ? join(home, typed.slice(2)) : typed;
  if (isAbsolute(path) && !path.includes("\0")) return resolvePath("/", path);
  throw new InputError(`"${typed}" is no whole path.`, {
    code: "bad-path",
    hint: "Begin it with / or ~/.",
  });
}

/** What is said about the branch that is checked out. */
async function branchChecks(door: GitDoor, path: AbsolutePath) {
  const { branch, upstream } = await currentUpstream(openGit(door, path));
  const check: Check =
    branch === null
      ? {
          grade: "warning",
          says: "No branch is checked out.",
          next: "Run `git switch <branch>`; Hookline waits until then.",
        }
      : upstream === null
        ? {
            grade: "warning",
            says: `${branch} follows no branch of a remote yet.`,
            next: `Run \`git push -u origin ${branch}\` once; Hookline waits until then.`,
          }
        : { grade: "good", says: `${branch} follows ${upstream}.`, next: null };
  return { branch, upstream, checks: [check] };
}

/** What its own config would run, and nobody accepted. */
async function trustChecks(door: GitDoor, path: AbsolutePath): Promise<readonly Check[]> {
  const listed = await listTrustedConfig(openGit(door, path), path);
  if (listed.kind === "failed") return [];
  const tasks = describeTasks(listed.entries).filter(({ held }) => held === "untrusted");
  const sentences = [
    ...trustProblems(listed.entries).map(({ says }) => says),
    ...tasks.map(
      ({ name }) => `Its own config sets the task "${visible(name)}", which you do not trust yet.`,
    ),
  ];
  return sentences.map((says) => ({
    grade: "warning",
    says,
    next: "Hookline runs nothing of it. `hookline trust` in a terminal shows it and asks.",
  }));
}
