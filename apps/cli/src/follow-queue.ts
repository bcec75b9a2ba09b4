import { setTimeout as sleep } from "node:timers/promises";
import type { AgentEvent } from "@hookline/core/client";
import { answered } from "./ask-agent.ts";
import type { Context } from "./context.ts";

/** The least time between two changes that are told, so that a busy queue does not flicker. */
const APART_MS = 250;

/**
 * Says that the queue may have changed: once at first, then after changes, until the agent ends. Changes
 * that come close together are told as one.
 *
 * @param everyMs also says so this often, for what runs and prints; `null`: only changes
 */
export async function* followQueue(
  { client, home }: Pick<Context, "client" | "home">,
  everyMs: number | null,
): AsyncGenerator<void> {
  const stop = new AbortController();
  try {
    const events = answered(await client.events(stop.signal), home);
    if (events === undefined) return;
    const bell = new Bell();
    const listening = ringFor(events.value, bell);
    // Awaited below; until then a failure must not count as one that nobody handles.
    listening.catch(() => undefined);
    while (!bell.over) {
      bell.take();
      yield;
      await bell.heard(everyMs);
      if (!bell.over) await sleep(APART_MS);
    }
    await listening;
  } finally {
    stop.abort();
  }
}

async function ringFor(events: AsyncIterable<AgentEvent>, bell: Bell): Promise<void> {
  try {
    for await (const { type } of events) if (type !== "alive" && type !== "stopping") bell.ring();
  } finally {
    bell.over = true;
    bell.ring();
  }
}

/** Remembers that something happened, for whoever comes to ask later. */
class Bell {
  over = false;
  #rang = Promise.withResolvers<void>();

  ring(): void {
    this.#rang.resolve();
  }

  /** Waits until it rings, or has rung; at most so long. */
  async heard(mostMs: number | null): Promise<void> {
    if (mostMs === null) return this.#rang.promise;
    const late = new AbortController();
    const patience = sleep(mostMs, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([this.#rang.promise, patience]);
    late.abort();
  }

  take(): void {
    this.#rang = Promise.withResolvers();
  }
}
