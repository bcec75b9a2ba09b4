import { describe, onTestFinished, test } from "vitest";
import { claimContract } from "./job-queue/claim-contract.ts";
import { dedupeContract } from "./job-queue/dedupe-contract.ts";
import { enqueueContract } from "./job-queue/enqueue-contract.ts";
import { keepingContract } from "./job-queue/keeping-contract.ts";
import { leaseContract } from "./job-queue/lease-contract.ts";
import { listContract } from "./job-queue/list-contract.ts";
import { personContract } from "./job-queue/person-contract.ts";
import { QueueGround, type QueueRig, type QueueTest } from "./job-queue/queue-ground.ts";
import { settleContract } from "./job-queue/settle-contract.ts";
import { turnContract } from "./job-queue/turn-contract.ts";
import { yieldContract } from "./job-queue/yield-contract.ts";

export type { QueueRig } from "./job-queue/queue-ground.ts";

/**
 * Declares the tests that every engine behind `JobQueue` must pass.
 *
 * They are the port's promise, written down once: whoever uses a queue may count on what stands here
 * and on nothing else. Where engines may differ, a test asks `capabilities`.
 *
 * @param open gives an empty queue to each test
 */
export function describeJobQueue(engine: string, open: () => Promise<QueueRig>): void {
  const queueTest: QueueTest = (title, expectations) =>
    test(title, async () => {
      const rig = await open();
      onTestFinished(() => rig.close());
      await expectations(new QueueGround(rig));
    });
  describe(`a queue of jobs on ${engine}`, () => {
    describe("puts jobs in", () => {
      enqueueContract(queueTest);
    });
    describe("replaces what waits", () => {
      dedupeContract(queueTest);
    });
    describe("gives jobs out", () => {
      claimContract(queueTest);
    });
    describe("takes turns and keeps limits", () => {
      turnContract(queueTest);
    });
    describe("holds leases", () => {
      leaseContract(queueTest);
    });
    describe("writes down how runs end", () => {
      settleContract(queueTest);
    });
    describe("gives way to a follow-up", () => {
      yieldContract(queueTest);
    });
    describe("does what a person asks", () => {
      personContract(queueTest);
    });
    describe("lists and counts", () => {
      listContract(queueTest);
    });
    describe("keeps and forgets", () => {
      keepingContract(queueTest);
    });
  });
}
