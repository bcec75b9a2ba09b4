import type { AgentHost } from "../agent/agent-host.ts";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { FAILURES } from "../decide/git-failure.ts";
import type { AwaitedRepository } from "../decide/readiness.ts";
import type { HostGit } from "../git/run-git.ts";
import type { AccessToken } from "./access-token.ts";
import type { Cloner } from "./cloner.ts";
import { watchToken } from "./watch-token.ts";

/** What a {@link HeadlessHost} needs. */
export interface HeadlessHostParts {
  readonly repositories: readonly AbsolutePath[];
  readonly git: HostGit;
  readonly token: AccessToken | null;
  readonly clock: Clock;
}

/** What the host asks of its agent. */
export interface HostedAgent {
  readonly reload: () => Promise<void>;
}

/** The host of an agent in a container: it was told what to sync, and fetches what is not there yet. */
export class HeadlessHost implements AgentHost {
  readonly git: HostGit;
  readonly #parts: HeadlessHostParts;
  readonly #there: AbsolutePath[];
  readonly #closing = new AbortController();
  #cloner: Cloner | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: HeadlessHostParts) {
    this.git = parts.git;
    this.#parts = parts;
    this.#there = [...parts.repositories];
  }

  repositories(): readonly AbsolutePath[] {
    return this.#there;
  }

  awaited(): readonly AwaitedRepository[] {
    if (this.#cloner === undefined) return [];
    const { failure, request } = this.#cloner;
    const last = failure && `${FAILURES[failure.kind].says} (${failure.detail})`;
    const says = last === null ? "It is being cloned." : `It could not be cloned yet: ${last}`;
    return [{ path: request.target, says }];
  }

  /** Begins to work for an agent that runs: clones what is missing, and watches the token. */
  serve(agent: HostedAgent, cloner: Cloner | undefined, tokenChanged: () => void): void {
    const { clock, token } = this.#parts;
    this.#cloner = cloner;
    const work: Promise<unknown>[] = cloner === undefined ? [] : [this.#clone(agent, cloner)];
    if (token !== null) {
      const changed = (): void => {
        tokenChanged();
        this.#cloner?.wake();
        void agent.reload().catch(() => undefined);
      };
      work.push(watchToken(token.file, clock, changed, this.#closing.signal));
    }
    this.#work = Promise.all(work);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#cloner?.stop();
    await this.#work;
  }

  async #clone(agent: HostedAgent, cloner: Cloner): Promise<void> {
    if (!(await cloner.run())) return;
    this.#cloner = undefined;
    this.#there.push(cloner.request.target);
    // Not waited for: the agent may be stopping, and waits for us.
    void agent.reload().catch(() => undefined);
  }
}
