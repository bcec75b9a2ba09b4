import type { Clock } from "../clock.ts";
import type { Log } from "../log/events.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";
import type { Operations } from "../store/operation-log.ts";

/** What making a commit takes. The caller holds the repository's lock. */
export interface CommitTools extends RescueTools {
  readonly operations: Operations;
  readonly log: Log;
  readonly clock: Clock;
}
