import { expect } from "vitest";
import type { LookPort } from "../../../src/sync/port.ts";
import { runEngine } from "./engine.ts";
import type { Trial } from "./judge.ts";

/** The end of a process, as far as one process can play it: nothing after it happens. */
class Crash extends Error {}

/** What stands between the look and the port. It sees each call begin and end. */
type Around = (call: () => Promise<unknown>) => Promise<unknown>;

/** Runs the engine undisturbed and counts its calls to the port. */
export async function runCounting({ world, work }: Trial): Promise<number> {
  let calls = 0;
  const through = wrapped((call) => {
    calls += 1;
    return call();
  });
  await runEngine({ ...world, work, through });
  return calls;
}

/**
 * Runs the engine until it makes its `nth` call to the port, and no further. Calls that it had begun
 * besides run to their end, as git processes do.
 */
export async function crashAt(
  { world, work }: Trial,
  nth: number,
  when: "before" | "after",
): Promise<void> {
  let calls = 0;
  const begun: Promise<unknown>[] = [];
  const through = wrapped(async (call) => {
    calls += 1;
    if (calls > nth) throw new Crash();
    if (calls < nth) {
      const running = call();
      begun.push(running);
      return running;
    }
    if (when === "after") await call();
    throw new Crash();
  });
  await expect(runEngine({ ...world, work, through })).rejects.toThrow(Crash);
  await Promise.allSettled(begun);
}

function wrapped(around: Around): (port: LookPort) => LookPort {
  return (port) =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]): unknown =>
          around(async () => (await Reflect.apply(value, target, args)) as unknown);
      },
    });
}
