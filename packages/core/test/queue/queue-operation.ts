import fc from "fast-check";
import { JOB_STATES } from "../../src/decide/job.ts";

/** How long the leases of the model last. */
export const LEASE_MS = 1000;

const HOUR_MS = 3_600_000;

const kind = fc.constantFrom("document", "lint", "test");
const [a, b, c] = ["/repositories/a", "/repositories/b", "/repositories/c"];
const lane = fc.constantFrom(a, a, b, b, c);
const run = fc.constantFrom("run 1", "run 2");
const number = fc.nat({ max: 3 });
const delayMs = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 0, 0, 10, LEASE_MS / 2, HOUR_MS) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const failure = fc.constantFrom(
  { kind: "exit", detail: "planned" },
  { kind: "timeout", detail: "planned too" },
);

/** A job whose time is told from now on. */
const job = fc.record({
  kind,
  lane,
  payload: fc.nat({ max: 99 }).map((change) => ({ change })),
  dedupeKey: fc.option(fc.constantFrom("one.ts", "two.ts"), { freq: 3 }),
  run: fc.option(run, { nil: null }),
  priority: fc.constantFrom(0, 0, 0, 1, 2),
  delayMs,
});

const request = fc.record({
  most: fc.constantFrom<number[]>(1, 1, 2, 5),
  lane: fc.option<string, undefined>(lane, { nil: undefined, freq: 2 }),
  perLane: fc.constantFrom<number[]>(1, 2, 3),
  perKind: fc.constantFrom<Record<string, number>[]>({}, {}, { document: 1 }, { lint: 1, test: 0 }),
  except: fc.constantFrom<string[][]>([], [], ["lint"]),
});

/** The result or the failure is told by the ending; times from now on. */
const ending = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("done"), result: fc.nat({ max: 9 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("failed"),
      failure,
      delayMs: fc.constantFrom(0, 0, 10, HOUR_MS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dead"), failure }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("released", "cancelled") }) },
);

/** `lease` counts back from the newest lease, so most ends hit a live one, and some a lost one. */
const ends = fc.uniqueArray(fc.record({ lease: number, ending }), {
  minLength: 1,
  maxLength: 3,
  selector: (end) => end.lease,
});

const process = fc
  .tuple(fc.nat({ max: 9 }), fc.constantFrom("1", "2"))
  .map(([pid, startedAt]) => ({ pid, startedAt }));
const beats = fc.uniqueArray(
  fc.record(
    { lease: number, progress: fc.nat({ max: 9 }), process: fc.option(process) },
    { requiredKeys: ["lease"] },
  ),
  { minLength: 1, maxLength: 3, selector: (beat) => beat.lease },
);

/** `ids` counts back from the newest job. Most selections choose something. */
const states = fc.uniqueArray(fc.constantFrom(...JOB_STATES), { minLength: 1, maxLength: 3 });
const selection = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ids: fc.uniqueArray(number, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ states }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.record({ states, kind, lane, run }, { requiredKeys: [] }) },
);

/** One thing that happens to a queue; enqueueing, claiming and ending happen most. */
export const operation = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("enqueue"),
      jobs: fc.array(job, { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 7, arbitrary: fc.record({ do: fc.constant("claim"), request }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("settle"), ends }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("settle and claim"), ends, request }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("heartbeat"),
      afterMs: fc.constantFrom(0, LEASE_MS / 2),
      beats,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel"), selection }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("retry"), selection }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("read"), selection, most: fc.constantFrom(1, 2, 9) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("recover", "reopen") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("expire"),
      isRestarted: fc.boolean(),
      ms: fc.constantFrom(0, LEASE_MS / 2, LEASE_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("prune"),
      ageMs: fc.constantFrom(-1, -1, LEASE_MS, HOUR_MS),
      mostFinished: fc.constantFrom(0, 1, 2, 1000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("pass time"),
      ms: fc.constantFrom(1, 10, LEASE_MS / 2, LEASE_MS, HOUR_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("set the clock"),
      ms: fc.constantFrom(-12 * HOUR_MS, -LEASE_MS, -1, 12 * HOUR_MS),
    }),
  },
);

/** See {@link operation}. */
export type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;
