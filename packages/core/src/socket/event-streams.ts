import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Log } from "../log/events.ts";
import { type AgentEvent, writeEvent } from "./agent-event.ts";
import type { ServerLimits } from "./server-limits.ts";

/** The readers of the event stream. */
export interface EventStreams {
  /** Whether no further reader fits. */
  readonly full: () => boolean;
  /** How many readers there are. */
  readonly size: () => number;
  /** Takes over a reply, whose first line is `first`. */
  readonly add: (response: ServerResponse, first: AgentEvent) => void;
  readonly publish: (event: AgentEvent) => void;
  /** Sends the last line to everyone and ends. */
  readonly close: () => void;
}

/**
 * Sends each event to every reader.
 *
 * Nobody waits for a reader: one that does not keep up is cut off and can come again, because
 * the first line of a stream says everything anew.
 */
export function eventStreams(limits: ServerLimits, clock: Clock, log: Log): EventStreams {
  const readers = new Set<ServerResponse>();
  const closed = new AbortController();

  const send = (response: ServerResponse, line: string): void => {
    if (response.writableLength <= limits.streamBufferBytes) {
      response.write(line);
      return;
    }
    log("socket.refused", { problem: "slow-reader" });
    // At once, not on its `close`: the next write would be an error that nobody handles.
    readers.delete(response);
    response.destroy();
  };
  const publish = (event: AgentEvent): void => {
    const line = writeEvent(event);
    for (const response of readers) send(response, line);
  };
  const stayAlive = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(limits.aliveMs, closed.signal);
      publish({ type: "alive" });
    }
  };
  // Only `close` ends the loop, by the rejection of its sleep.
  stayAlive().catch((error: unknown) => {
    if (!closed.signal.aborted) log("fault.unexpected", { where: "alive", problem: String(error) });
  });

  return {
    full: () => readers.size >= limits.streams,
    size: () => readers.size,
    add(response, first) {
      readers.add(response);
      response.once("close", () => readers.delete(response));
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      send(response, writeEvent(first));
    },
    publish,
    close() {
      publish({ type: "stopping" });
      closed.abort();
      for (const response of readers) response.end();
      readers.clear();
    },
  };
}
