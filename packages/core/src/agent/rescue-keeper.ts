import type { Clock } from "../clock.ts";
import { DEFAULT_SETTINGS } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import { expireRescues } from "../rescue/drop-rescue.ts";
import type { Operations } from "../store/operation-log.ts";
import { writtenDown } from "./move-record.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** Rescues are kept for weeks; nobody minds a day more. */
const CHECK_EVERY_MS = 86_400_000;

/** What a {@link RescueKeeper} needs. */
export interface RescueKeeperParts {
  readonly door: GitDoor;
  readonly clock: Clock;
  readonly operations: Operations;
}

/** Lets go of rescues that are old enough, once a day for each repository. */
export class RescueKeeper {
  readonly #parts: RescueKeeperParts;
  readonly #checkedAt = new Map<AbsolutePath, number>();

  constructor(parts: RescueKeeperParts) {
    this.#parts = parts;
  }

  /**
   * Removes the rescues of a repository that a person was told of and that are older than
   * `hookline.rescueKeep`, if today nobody has looked yet. The caller holds the repository's lock.
   *
   * What cannot be removed stays until tomorrow; git's words are in the log.
   */
  async keep({ path, loaded }: TrackedRepository, place: RepositoryPlace): Promise<void> {
    const { door, clock, operations } = this.#parts;
    const now = clock.now();
    const checkedAt = this.#checkedAt.get(path);
    if (checkedAt !== undefined && now - checkedAt < CHECK_EVERY_MS) return;
    this.#checkedAt.set(path, now);
    const { rescueKeep, gitDeadline } = loaded?.settings ?? DEFAULT_SETTINGS;
    const tools = { git: openGit(door, place.root), place, limits: { deadlineMs: gitDeadline } };
    await expireRescues(tools, now, rescueKeep, writtenDown(operations, path));
  }
}
