import type { Clock } from "../clock.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { lockRepository } from "./lock-repository.ts";

/** How long a command waits for a look to end. A long push may take longer; then it says so. */
const PATIENCE_MS = 10_000;
const AGAIN_MS = 50;

/** Does something in a repository while no look does, waiting for one that runs. */
export async function withRepository<Result>(
  place: RepositoryPlace,
  clock: Pick<Clock, "monotonic">,
  work: () => Promise<Result>,
): Promise<Result | { readonly kind: "failed"; readonly failure: GitFailure }> {
  const until = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const locked = await lockRepository(place);
    if (locked.kind === "locked") {
      try {
        return await work();
      } finally {
        locked.lock.release();
      }
    }
    if (locked.failure.kind !== "locked" || clock.monotonic() >= until) return locked;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
