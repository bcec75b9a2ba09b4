import { type ActivityEntry, applyEvent, type Status } from "@hookline/core/protocol";
import type { Connection } from "../connection/connection.ts";

/** How the page stands to the agent, and the last that it heard. */
export interface Live {
  readonly link: "connecting" | "live" | "lost" | "shut-out";
  readonly status: Status | undefined;
  /** What was added to the timeline since the page was opened, the newest first. */
  readonly news: readonly ActivityEntry[];
}

/** How many entries of the timeline are kept that came live. */
const MOST_NEWS = 500;

/** Follows the agent for all of the page. */
export class AgentStore {
  readonly connection: Connection;
  readonly #listeners = new Set<() => void>();
  #live: Live = { link: "connecting", status: undefined, news: [] };

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Begins to follow. @returns ends it */
  follow(): () => void {
    return this.connection.listen((heard) => {
      if (heard.kind !== "event") {
        this.#set({ ...this.#live, link: heard.kind });
        return;
      }
      const { event } = heard;
      const status = applyEvent(this.#live.status, event);
      const news =
        event.type === "activity"
          ? [event.entry, ...this.#live.news].slice(0, MOST_NEWS)
          : this.#live.news;
      if (this.#live.link === "live" && status === this.#live.status && news === this.#live.news)
        return;
      this.#set({ link: event.type === "stopping" ? "lost" : "live", status, news });
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): Live => this.#live;

  #set(live: Live): void {
    this.#live = live;
    for (const listener of this.#listeners) listener();
  }
}
