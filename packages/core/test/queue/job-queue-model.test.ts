import fc from "fast-check";
import { expect, test } from "vitest";
import { FAULTS } from "./job-queue-faults.ts";
import { QueueBesideModel, Step } from "./queue-beside-model.ts";
import { operation } from "./queue-operation.ts";
import { type Fault, TriedQueue } from "./tried-queue.ts";

const steps = fc.commands([operation.map((one) => new Step(one))], {
  maxCommands: 40,
  size: "max",
});

/** Whatever happens to a queue, it agrees with the model after each step, and in the end nothing is left. */
function agreesWithModel(fault: Fault) {
  return fc.asyncProperty(steps, async (commands) => {
    const real = new QueueBesideModel(new TriedQueue(fault));
    await fc.asyncModelRun(() => ({ model: {}, real }), commands);
    await real.drain();
  });
}

test("no job is lost, doubled, early or out of turn, whatever happens", async () => {
  await fc.assert(agreesWithModel({}), { numRuns: 300 });
});

test.each(FAULTS)("the model finds a planted fault: $name", async (fault) => {
  const report = await fc.check(agreesWithModel(fault), {
    seed: 1,
    numRuns: 2000,
    endOnFailure: true,
  });
  expect(report.failed).toBe(true);
});
