import { expect, test } from "vitest";
import { JOB_STATES } from "./job.ts";
import { retryJob } from "./retry-job.ts";

const fresh = { state: "queued", runAt: 70, attempts: 0, crashes: 0, failure: null };
const due = { kind: "due", standing: fresh };
const yields = { kind: "yields", state: "cancelled", followUp: fresh };
const nothing = { kind: "nothing" };

const CELLS = {
  queued: [due, due],
  running: [nothing, nothing],
  retrying: [due, due],
  done: [nothing, nothing],
  dead: [due, yields],
  cancelled: [due, yields],
} as const;

const cells = JOB_STATES.flatMap((state) =>
  [false, true].map((followed) => ({ state, followed, becomes: CELLS[state][followed ? 1 : 0] })),
);

test.each(cells)(
  "a $state job (with a follow-up: $followed) that a person retries: $becomes.kind",
  ({ state, followed, becomes }) => {
    expect(retryJob(state, followed, 70)).toEqual(becomes);
  },
);
