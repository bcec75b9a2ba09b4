import type { Client } from "@hookline/core/client";

/** Starts an agent in a process of its own; each shell has its way. */
export interface AgentStarter {
  /** @throws HooklineError when it does not come up */
  readonly start: () => Promise<void>;
}

/** How long an agent may take to end in good order. */
const END_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * Has an agent run as long as the tray does: attaches to one that runs, else starts one.
 *
 * What we started ends with us; what somebody else started stays.
 */
export class AgentHost {
  readonly #client: Pick<Client, "health" | "stop">;
  readonly #starter: AgentStarter;
  readonly #failed: (problem: unknown) => void;
  #ours: number | null = null;
  #complaint = "";

  /** @param failed called when an agent does not come up; it is tried again */
  constructor(
    client: Pick<Client, "health" | "stop">,
    starter: AgentStarter,
    failed: (problem: unknown) => void,
  ) {
    this.#client = client;
    this.#starter = starter;
    this.#failed = failed;
  }

  /** Whether an agent of this process id ends with us. */
  isOurs(pid: number | undefined): boolean {
    return pid !== undefined && pid === this.#ours;
  }

  /** Starts an agent where none runs that stays. Never rejects. */
  async ensure(): Promise<void> {
    try {
      const health = await this.#client.health();
      if (health.kind === "ok" && !health.value.drains) return;
      // One that hangs holds the lock: another would not come up beside it.
      if (health.kind === "hung") return;
      await this.#starter.start();
      const started = await this.#client.health();
      this.#ours = started.kind === "ok" ? started.value.pid : null;
      this.#complaint = "";
    } catch (error) {
      // It is tried again and again; the same words once are enough.
      if (String(error) !== this.#complaint) this.#failed(error);
      this.#complaint = String(error);
    }
  }

  /** Ends the agent, if it is ours, and waits until it has. */
  async close(): Promise<void> {
    const until = Date.now() + END_MS;
    try {
      const running = await this.#client.health();
      if (running.kind !== "ok" || !this.isOurs(running.value.pid)) return;
      await this.#client.stop();
      while (Date.now() < until && (await this.#client.health()).kind !== "no-agent")
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    } catch {
      // It is gone already, or it will not go; we go all the same.
    }
  }
}
