import type { Client } from "@hookline/core/client";
import { applyEvent, type JobView, type RescueView, type Status } from "@hookline/core/protocol";
import type { AgentView } from "../model/tray-view.ts";

/** How long to wait before the agent is looked for again: at first, and at most. */
const AGAIN_MS = { first: 250, most: 5000 } as const;

/** How many failed jobs and rescues are asked for; a menu shows fewer. */
const MOST_JOBS = 50;

/** What an {@link AgentLink} needs. */
export interface AgentLinkParts {
  readonly client: Client;
  readonly now: () => number;
  /** Waits; rejects when the signal says so. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Sees to it that an agent runs, if that is ours to do. */
  readonly ensureAgent: () => Promise<void>;
  /** Called whenever the view may be another. */
  readonly changed: () => void;
}

interface Details {
  readonly jobs: readonly JobView[];
  readonly rescues: readonly RescueView[];
}

/**
 * Follows the agent: its events, and what they do not carry. Comes back by itself whenever the agent
 * does.
 */
export class AgentLink {
  readonly #parts: AgentLinkParts;
  readonly #stop = new AbortController();
  readonly #lookingSince = new Map<string, number>();
  #status: Status | undefined;
  #before: "starting" | "lost" | "stopped" = "starting";
  #last = "";
  #details: Details = { jobs: [], rescues: [] };
  #detailsOf = "";
  #fetching = false;

  constructor(parts: AgentLinkParts) {
    this.#parts = parts;
  }

  /** What is known of the agent now. */
  view(): AgentView {
    if (this.#status === undefined) return { kind: this.#before };
    return {
      kind: "connected",
      status: this.#status,
      ...this.#details,
      lookingSince: this.#lookingSince,
    };
  }

  /** Has an agent run again, whoever stopped the last one. */
  startAgain(): void {
    if (this.#before === "stopped") this.#before = "lost";
    this.#parts.changed();
  }

  /** Asks again for jobs and rescues: something may have been done about them. */
  refresh(): void {
    this.#detailsOf = "";
    void this.#fetchDetails();
  }

  /** Follows until {@link close}. */
  async run(): Promise<void> {
    const { ensureAgent, sleep } = this.#parts;
    const { signal } = this.#stop;
    let waitMs: number = AGAIN_MS.first;
    while (!signal.aborted) {
      // What somebody stopped stays so, until somebody starts it.
      if (this.#before !== "stopped") await ensureAgent();
      if (await this.#follow()) waitMs = AGAIN_MS.first;
      if (signal.aborted) return;
      await sleep(waitMs, signal).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, AGAIN_MS.most);
    }
  }

  close(): void {
    this.#stop.abort();
  }

  /** Reads the stream to its end; tells whether anything came. */
  async #follow(): Promise<boolean> {
    const { client, changed } = this.#parts;
    let came = false;
    try {
      const answer = await client.events(this.#stop.signal);
      if (answer.kind !== "ok") return false;
      for await (const event of answer.value) {
        came = true;
        this.#last = event.type;
        const next = applyEvent(this.#status, event);
        if (next === undefined || next === this.#status) continue;
        this.#status = next;
        this.#notice(next);
        void this.#fetchDetails();
        changed();
      }
    } catch {
      // A stream that breaks is an agent that went; whoever asked for the end knows it.
    }
    if (this.#status !== undefined) this.#before = this.#last === "stopping" ? "stopped" : "lost";
    this.#status = undefined;
    this.#lookingSince.clear();
    changed();
    return came;
  }

  /** Notes since when each repository is being looked at. */
  #notice({ repositories }: Status): void {
    for (const { activity, path } of repositories) {
      if (activity !== "looking") this.#lookingSince.delete(path);
      else if (!this.#lookingSince.has(path)) this.#lookingSince.set(path, this.#parts.now());
    }
  }

  /** Asks for the failed jobs and the rescues when their numbers changed; one time at once. */
  async #fetchDetails(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      for (let wanted = detailsKey(this.#status); wanted !== this.#detailsOf; ) {
        this.#details = await this.#ask();
        this.#detailsOf = wanted;
        this.#parts.changed();
        wanted = detailsKey(this.#status);
      }
    } finally {
      this.#fetching = false;
    }
  }

  async #ask(): Promise<Details> {
    const { client } = this.#parts;
    const chosen = { ids: null, repository: null, task: null, run: null, before: null };
    try {
      const [dead, retrying, rescues] = await Promise.all([
        client.jobs({ ...chosen, states: ["dead"], most: MOST_JOBS }),
        client.jobs({ ...chosen, states: ["retrying"], most: MOST_JOBS }),
        client.page("rescues", { repository: null }),
      ]);
      return {
        jobs: [dead, retrying].flatMap((one) => (one.kind === "ok" ? one.value.jobs : [])),
        rescues: rescues.kind === "ok" ? rescues.value.rescues : [],
      };
    } catch {
      // Only the details are missing; the stream says how things stand.
      return this.#details;
    }
  }
}

/** What the details depend on, as far as the stream tells. */
function detailsKey(status: Status | undefined): string {
  if (status === undefined) return "";
  const { dead, retrying } = status.queue;
  const rescues = status.repositories.map(({ path, lastRescue }) => [path, lastRescue?.at]);
  const failing = status.repositories.map(({ failure }) => failure?.attempts ?? 0);
  return JSON.stringify([status.agent?.pid, dead, retrying, rescues, failing]);
}
