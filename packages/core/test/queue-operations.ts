import fc from "fast-check";
import type { Urgency } from "../src/decide/coalesce.ts";

/** How long the leases of the model last. */
export const LEASE_MS = 1000;

const numbers = fc.nat({ max: 3 });
const delayMs = fc.constantFrom(0, 0, 10, 500);

const enqueue = fc.record({
  kind: fc.constant("enqueue"),
  repository: numbers,
  reason: fc.constantFrom("hook", "poll", "start", "sync"),
  delayMs,
  urgency: fc.constantFrom<Urgency[]>("routine", "urgent", "asked"),
});
const claim = fc.record({ kind: fc.constant("claim") });
/** `lease` counts back from the newest lease, so most operations hit a live one, and some a lost one. */
const end = fc.record({
  kind: fc.constantFrom("complete", "release", "bury", "renew", "reschedule"),
  lease: numbers,
  delayMs,
});
const crash = fc.record({ kind: fc.constant("crash") });
const expire = fc.record({ kind: fc.constant("expire") });
const wait = fc.record({
  kind: fc.constant("wait"),
  ms: fc.constantFrom(1, 20, LEASE_MS / 2, LEASE_MS),
});
/** A look that ran outside the queue failed. */
const outside = fc.record({
  kind: fc.constant("outside"),
  repository: numbers,
  reason: fc.constantFrom("poll", "start"),
  delayMs,
  forGood: fc.boolean(),
});
const forget = fc.record({ kind: fc.constant("forget"), repository: numbers });

/** One thing that happens to a queue; enqueueing, claiming and ending happen most. */
export const operation = fc.oneof(
  { weight: 6, arbitrary: enqueue },
  { weight: 6, arbitrary: claim },
  { weight: 6, arbitrary: end },
  { weight: 1, arbitrary: crash },
  { weight: 3, arbitrary: wait },
  { weight: 2, arbitrary: expire },
  { weight: 1, arbitrary: outside },
  { weight: 1, arbitrary: forget },
);

/** See {@link operation}. */
export type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

/** An operation that a lease holder does. */
export type LeaseOperation = Extract<Operation, { readonly lease: number }>;
