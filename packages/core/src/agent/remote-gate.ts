import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LookReason } from "../decide/look-reason.ts";
import {
  type Asked,
  type Asker,
  afterAsking,
  afterTrigger,
  type HostState,
  hasOpened,
  OPEN_HOST,
  passage,
  tryAgain,
} from "../decide/remote-gate.ts";
import type { RemoteHost } from "../decide/remote-host.ts";
import type { Answered, AskHost, Failed } from "../sync/gated-port.ts";

/** How many looks may ask one host at the same time. */
const LOOKS_PER_HOST = 2;

/** What {@link RemoteGate} needs. */
export interface RemoteGateParts {
  readonly clock: Clock;
  /** In [0, 1); spreads the next try. */
  readonly random: () => number;
  /** Called with every repository of a host that serves again after it had disappointed some. */
  readonly opened: (repositories: readonly AbsolutePath[]) => void;
}

/** One host: the rules' view of it, and who is at its door. */
interface Door {
  state: HostState;
  asking: number;
  readonly queue: (() => void)[];
  /** The question that finds out for all whether the host is back. */
  probe: Promise<unknown> | undefined;
}

interface AtTheDoor {
  readonly repository: AbsolutePath;
  readonly host: RemoteHost;
  readonly door: Door;
}

/**
 * Stands between the looks and the remote hosts: not more than a few ask one host at a time, one
 * tries for all while a host is down, and nobody repeats refused credentials (`decide/remote-gate.ts`).
 *
 * In memory alone: an agent that starts is a person's wish to try again.
 */
export class RemoteGate {
  readonly #parts: RemoteGateParts;
  readonly #hosts = new Map<AbsolutePath, RemoteHost>();
  readonly #doors = new Map<string, Door>();

  constructor(parts: RemoteGateParts) {
    this.#parts = parts;
  }

  /** Remembers which host a repository asks, as a look has found it. */
  learn(repository: AbsolutePath, host: RemoteHost): void {
    this.#hosts.set(repository, host);
  }

  /** Forgets a repository that is no longer ours. */
  forget(repository: AbsolutePath): void {
    this.#hosts.delete(repository);
  }

  /** How many repositories ask the same host as this one, itself included. */
  sharing(repository: AbsolutePath): number {
    const host = this.#hosts.get(repository);
    return host?.network ? this.#asking(host.key).length : 1;
  }

  /** The repositories that should not be looked at now, because their host is busy with others of ours. */
  crowded(looking: Iterable<AbsolutePath>): readonly AbsolutePath[] {
    const busy = Map.groupBy(looking, (repository) => this.#hosts.get(repository)?.key);
    return [...busy].flatMap(([key, repositories]) =>
      key !== undefined && repositories.length >= LOOKS_PER_HOST && this.#isNetwork(key)
        ? this.#asking(key)
        : [],
    );
  }

  /** Groups repositories by the host that they ask; those of which it is not known stand alone. */
  byHost(repositories: readonly AbsolutePath[]): readonly (readonly AbsolutePath[])[] {
    const groups = Map.groupBy(repositories, (path) => {
      const host = this.#hosts.get(path);
      return host?.network ? host.key : path;
    });
    return [...groups.values()];
  }

  /** Hears why repositories are to be looked at: a person's act may have mended what they wait for. */
  heard(repositories: Iterable<AbsolutePath>, reason: LookReason): void {
    const now = this.#parts.clock.now();
    for (const repository of repositories) {
      const host = this.#hosts.get(repository);
      if (host === undefined) continue;
      const door = this.#door(host.key);
      door.state = afterTrigger(door.state, reason, host.credentials, now);
    }
  }

  /** Lets one look of each host that is down try at once: the network has changed, or the machine woke. */
  tryAgain(): void {
    const now = this.#parts.clock.now();
    for (const door of this.#doors.values()) door.state = tryAgain(door.state, now);
  }

  /** Gives one look its way to the remote. Where the host is not known, it just goes. */
  asker(repository: AbsolutePath): AskHost {
    return async (asked, call) => {
      const host = this.#hosts.get(repository);
      if (host === undefined) return call();
      const door = this.#door(host.key);
      await enter(door, host.network ? LOOKS_PER_HOST : Number.POSITIVE_INFINITY);
      try {
        return await this.#ask({ repository, host, door }, asked, call);
      } finally {
        leave(door);
      }
    };
  }

  async #ask<Answer extends Answered>(
    { repository, host, door }: AtTheDoor,
    asked: Asked,
    call: () => Promise<Answer | Failed>,
  ): Promise<Answer | Failed> {
    const { clock, random } = this.#parts;
    while (door.probe !== undefined) await door.probe;
    const asker: Asker = { repository, credentials: host.credentials };
    const closed = door.state.down !== null || door.state.refusals.length > 0;
    const way = passage(door.state, asker, host.shown, clock.now());
    if (way.kind === "wait") return { kind: "failed", failure: way.failure };
    door.state = way.state;
    const found = Promise.withResolvers<void>();
    // A transfer may take its time; nobody waits for that to learn whether the host is back.
    if (closed && asked === "question") door.probe = found.promise;
    try {
      const answer = await call();
      const failure = answer.kind === "failed" ? answer.failure : null;
      const before = door.state;
      const time = { now: clock.now(), random: random() };
      door.state = afterAsking(before, asker, { asked, failure }, time);
      if (hasOpened(before, door.state)) this.#open(host.key, repository);
      return answer;
    } finally {
      if (door.probe === found.promise) door.probe = undefined;
      found.resolve();
    }
  }

  #open(key: string, by: AbsolutePath): void {
    this.#parts.opened(this.#asking(key).filter((repository) => repository !== by));
  }

  #asking(key: string): AbsolutePath[] {
    return [...this.#hosts].flatMap(([repository, host]) => (host.key === key ? [repository] : []));
  }

  #isNetwork(key: string): boolean {
    return [...this.#hosts.values()].some((host) => host.key === key && host.network);
  }

  #door(key: string): Door {
    const door = this.#doors.get(key) ?? {
      state: OPEN_HOST,
      asking: 0,
      queue: [],
      probe: undefined,
    };
    this.#doors.set(key, door);
    return door;
  }
}

/** Waits for a place at the door. Whoever leaves hands theirs on. */
async function enter(door: Door, places: number): Promise<void> {
  if (door.asking < places) {
    door.asking += 1;
    return;
  }
  await new Promise<void>((resolve) => door.queue.push(resolve));
}

function leave(door: Door): void {
  const next = door.queue.shift();
  if (next === undefined) door.asking -= 1;
  else next();
}
