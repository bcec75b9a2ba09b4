import fc from "fast-check";
import { expect, test } from "vitest";
import { Store } from "../src/store/store.ts";
import { faultyStore } from "./faulty-store.ts";
import { QueueBesideModel } from "./queue-look-model.ts";
import { operation } from "./queue-operations.ts";
import { memoryStore } from "./queue-scratch.ts";

/** Whatever happens to a queue, it agrees with the model after each step and at the end. */
function agreesWithModel(Variant: typeof Store) {
  return fc.property(fc.array(operation, { maxLength: 60, size: "max" }), (operations) => {
    const store = memoryStore(Variant);
    try {
      const queue = new QueueBesideModel(store);
      for (const one of operations) queue.run(one);
      queue.drain();
    } finally {
      store.close();
    }
  });
}

test("no reason is lost and no repository is looked at twice at once, whatever happens", () => {
  const report = fc.check(agreesWithModel(Store), { numRuns: 300 });
  expect(fc.defaultReportMessage(report)).toBeUndefined();
});

test.each([
  [
    "a lease that is not asked for",
    "DELETE FROM look WHERE state = 'running' AND lease_token = @token",
    "DELETE FROM look WHERE state = 'running' AND @token = @token",
  ],
  [
    "a coalesced reason that is not written",
    "SET state = @state, reasons = @reasons,",
    "SET state = @state,",
  ],
  ["a follow-up that runs beside the first", "AND NOT EXISTS (", "AND NOT NOT EXISTS ("],
  [
    "a queue that serves the newest first",
    "ORDER BY run_at, id LIMIT 1",
    "ORDER BY run_at DESC, id LIMIT 1",
  ],
  ["a retry that does not wait", "AND run_at <= @now", ""],
  ["orphans that nobody takes back", "AND worker <> @worker", "AND worker = @worker"],
  ["leases that never run out", "AND lease_until <= @now", "AND lease_until < 0 * @now"],
  [
    "a renewal that takes no effect",
    "SET lease_until = @leaseUntil WHERE",
    "SET lease_until = min(lease_until, @leaseUntil) WHERE",
  ],
  [
    "a dead look that is forgotten",
    "SELECT * FROM look ORDER BY",
    "SELECT * FROM look WHERE state <> 'dead' ORDER BY",
  ],
])("the property finds a planted fault: %s", (_fault, right, wrong) => {
  const found = fc.check(agreesWithModel(faultyStore(right, wrong)), {
    numRuns: 5000,
    endOnFailure: true,
  });
  expect(found.failed).toBe(true);
});
