import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { wakeDelayMs } from "../decide/poll.ts";
import { waitsForHost } from "../decide/remote-gate.ts";
import type { Log } from "../log/events.ts";
import type { NetworkWatch } from "./network-watch.ts";
import type { RemoteGate } from "./remote-gate.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What {@link Wakes} needs. */
export interface WakesParts {
  readonly clock: Clock;
  /** In [0, 1); spreads the looks. */
  readonly random: () => number;
  readonly gate: RemoteGate;
  readonly network: NetworkWatch;
  readonly repositories: () => readonly TrackedRepository[];
  readonly wake: (repository: AbsolutePath) => void;
  readonly log: Log;
}

/**
 * Makes repositories look that had no reason of their own: the machine woke, the network has
 * changed, or the host that they waited for serves again.
 *
 * Those of one host come behind each other: a hundred that lost their network together must not
 * come back together.
 */
export class Wakes {
  readonly #parts: WakesParts;
  readonly #closing = new AbortController();

  constructor(parts: WakesParts) {
    this.#parts = parts;
  }

  /** Everything may have happened while the machine slept. */
  machineWoke(sleptMs: number): void {
    const { gate, repositories, log } = this.#parts;
    log("agent.woke", { sleptMs });
    gate.tryAgain();
    this.#wake(repositories().map(({ path }) => path));
  }

  /** Compares the network, every few seconds. */
  ticked(): void {
    const { gate, network, repositories, log } = this.#parts;
    if (!network.changed()) return;
    const waiting = repositories().filter(isWaiting);
    log("network.changed", { waiting: waiting.length });
    gate.tryAgain();
    this.#wake(waiting.map(({ path }) => path));
  }

  /** A host serves again: those of its repositories that could not ask it look. */
  opened(paths: readonly AbsolutePath[]): void {
    const waiting = this.#parts
      .repositories()
      .filter((tracked) => isWaiting(tracked) && paths.includes(tracked.path));
    this.#parts.log("host.opened", { repositories: waiting.length });
    this.#wake(waiting.map(({ path }) => path));
  }

  /** Wakes nobody any more. */
  close(): void {
    this.#closing.abort();
  }

  #wake(paths: readonly AbsolutePath[]): void {
    const { clock, random, gate, wake } = this.#parts;
    for (const repositories of gate.byHost(paths)) {
      for (const [place, repository] of repositories.entries()) {
        const delayMs = wakeDelayMs(place, random());
        if (delayMs === 0) wake(repository);
        else clock.sleep(delayMs, this.#closing.signal).then(() => wake(repository), ignore);
      }
    }
  }
}

function isWaiting({ last }: TrackedRepository): boolean {
  return last?.failure != null && waitsForHost(last.failure.kind);
}

/** Whoever was to be woken later needs it no more. */
function ignore(): void {}
