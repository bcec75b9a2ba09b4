import type { Clock } from "../clock.ts";
import { PASSING_HOLDS } from "../decide/hold.ts";
import { type Idleness, nextIdleness } from "../decide/idle.ts";
import { StoreError } from "../errors.ts";
import type { Home } from "../home.ts";
import { countSpooled } from "../spool/spool.ts";
import type { Engine } from "./engine.ts";
import { sleptWell } from "./rhythm.ts";

/** How often a runner asks itself whether it is done. */
const BEAT_MS = 250;

/** How often it looks again at what git holds up. */
const LOOK_AGAIN_MS = 1000;

/** How an agent ended: asked to, or, of those that only drain, by itself. */
export interface AgentEnd {
  readonly why: "asked" | "drained" | "stuck";
  /** A look came due when the end had been decided; the hook that asked for it will not come again. */
  readonly left: boolean;
}

/** A watch that can be ended. */
export interface IdleWatch {
  readonly close: () => void;
}

const REASONS = {
  drained: "nothing is left to do",
  stuck: "what hooks left cannot be taken in",
} as const;

/** Calls `end`, once, when an engine that only drains has nothing left to do, or nothing that it can do. */
export function endWhenIdle(
  { clock, home }: { readonly clock: Clock; readonly home: Home },
  engine: Engine,
  end: (reason: string, why: "drained" | "stuck") => void,
): IdleWatch {
  const stop = new AbortController();
  const held = heldUp(clock, engine);
  const watch = async (): Promise<void> => {
    let idleness: Idleness = { kind: "working" };
    while (await sleptWell(clock, BEAT_MS, stop.signal)) {
      const { worker, chores, opened } = engine;
      const taskRunAt = await opened.tasks.nextRunAt();
      const looks = worker.running.size + worker.waitingInMemory.size;
      const work = {
        heldMs: held(),
        busy: looks > 0 || chores.busy || opened.tasks.busy,
        spooled: countSpooled(home.spool),
        dueInMs: dueInMs(engine, clock.now()),
        taskDueInMs: taskRunAt === null ? null : taskRunAt - clock.now(),
      };
      idleness = nextIdleness(idleness, work, clock.monotonic());
      if (idleness.kind === "over") return end(REASONS[idleness.why], idleness.why);
    }
  };
  void watch();
  return { close: () => stop.abort() };
}

/**
 * Looks again, now and then, at the repositories where git was in the middle of something, since no hook
 * reports its end; tells for how long that has gone on.
 */
function heldUp(clock: Clock, { repositories, worker }: Engine): () => number | null {
  const begunAt = clock.now();
  let since: number | null = null;
  let againAt = 0;
  return () => {
    const paths = repositories
      .all()
      .filter(({ last, lastLookAt }) => {
        const isOurs = lastLookAt !== null && lastLookAt >= begunAt;
        return isOurs && last?.hold != null && PASSING_HOLDS.has(last.hold);
      })
      .map(({ path }) => path);
    const now = clock.monotonic();
    if (paths.length === 0) since = null;
    else since ??= now;
    if (since !== null && now >= againAt) {
      againAt = now + LOOK_AGAIN_MS;
      worker.trigger(paths, "refs-moved");
    }
    return since === null ? null : now - since;
  };
}

/** Tells whether a look waits that could be made now. */
export function isLookDue(engine: Engine, nowMs: number): boolean {
  const due = dueInMs(engine, nowMs);
  return due !== null && due <= 0;
}

/** `null` without a job, and where the queue cannot be read: then nobody can do anything about it. */
function dueInMs({ jobs }: Engine, nowMs: number): number | null {
  try {
    const runAt = jobs.nextRunAt();
    return runAt === undefined ? null : runAt - nowMs;
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
