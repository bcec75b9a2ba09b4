import type { JobQueue } from "../../src/queue/job-queue.ts";

/** A queue that does some things in another way, such as a wrong one. */
export function overridden(queue: JobQueue, changed: Partial<JobQueue>): JobQueue {
  const own = (key: string | symbol): unknown => {
    const member: unknown = Reflect.get(queue, key);
    return typeof member === "function" ? member.bind(queue) : member;
  };
  return new Proxy(queue, { get: (_queue, key): unknown => Reflect.get(changed, key) ?? own(key) });
}
