import { expect, test } from "vitest";
import { drainUntilEmpty, type RunnerSteps } from "./drain-until-empty.ts";

/** Where a process waits until it is its turn. */
interface Waiting {
  readonly mayGo: () => boolean;
  readonly go: () => void;
}

/** Runs processes one step at a time, in an order that is given; then always the first that can go on. */
class Schedule {
  /** How many processes could have gone on at each step. */
  readonly choices: number[] = [];
  readonly #order: readonly number[];
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(order: readonly number[]) {
    this.#order = order;
  }

  start(process: () => Promise<unknown>): void {
    this.#running += 1;
    void process().finally(() => {
      this.#running -= 1;
    });
  }

  /** One step: everything until the next call happens at once. */
  step(mayGo: () => boolean = () => true): Promise<void> {
    return new Promise((go) => this.#waiting.push({ mayGo, go }));
  }

  /** Plays until every process has ended; throws where none can go on. */
  async play(): Promise<void> {
    for (;;) {
      await this.#settled();
      if (this.#running === 0) return;
      const ready = this.#waiting.filter(({ mayGo }) => mayGo());
      const next = ready[(this.#order[this.choices.length] ?? 0) % ready.length];
      if (next === undefined) throw new Error("nobody can go on");
      this.choices.push(ready.length);
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.go();
    }
  }

  async #settled(): Promise<void> {
    while (this.#waiting.length < this.#running) await Promise.resolve();
  }
}

/** What hooks and runners share: the spool, the queue, the claim and the lock. */
interface Ground {
  records: number;
  jobs: number;
  claimed: boolean;
  locked: boolean;
}

type Drain = (steps: RunnerSteps) => Promise<unknown>;

/** One runner at work, and hooks that write their record and start a runner where nobody claims to be one. */
async function playOnce(order: readonly number[], hooks: number, drainAll: Drain) {
  const schedule = new Schedule(order);
  const ground: Ground = { records: 1, jobs: 0, claimed: true, locked: false };
  const takeIn = (): void => {
    ground.jobs += ground.records;
    ground.records = 0;
  };

  const drain: RunnerSteps["drain"] = async () => {
    await schedule.step(() => !ground.locked || ground.records === 0);
    if (ground.locked) return { done: true, left: false };
    ground.locked = true;
    do {
      await schedule.step();
      takeIn();
      await schedule.step();
      ground.jobs = 0;
    } while (ground.records > 0);
    // The end is decided; until the spool is let go, a record can still become a job.
    await schedule.step();
    takeIn();
    await schedule.step();
    ground.locked = false;
    return { done: true, left: ground.jobs > 0 };
  };

  const runner = (): Promise<unknown> =>
    drainAll({
      drain,
      async dropClaim() {
        await schedule.step();
        ground.claimed = false;
      },
      async isSpoolEmpty() {
        await schedule.step();
        return ground.records === 0;
      },
      async takeClaim() {
        await schedule.step();
        const taken = !ground.claimed;
        ground.claimed = true;
        return taken;
      },
    });

  const hook = async (): Promise<void> => {
    await schedule.step();
    ground.records += 1;
    await schedule.step();
    if (ground.claimed) return;
    ground.claimed = true;
    schedule.start(runner);
  };

  schedule.start(runner);
  for (let each = 0; each < hooks; each += 1) schedule.start(hook);
  await schedule.play();
  return { ground, choices: schedule.choices };
}

/** Small whole numbers, the same at each run (Numerical Recipes' generator). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

/** Plays every order that there is; returns how many there were, and in how many of them something was left. */
async function playAll(hooks: number, drainAll: Drain) {
  let orders = 0;
  let missed = 0;
  let order: readonly number[] | undefined = [];
  while (order !== undefined) {
    const { ground, choices } = await playOnce(order, hooks, drainAll);
    orders += 1;
    if (ground.records > 0 || ground.jobs > 0) missed += 1;
    const last = choices.findLastIndex((ready, at) => (order?.[at] ?? 0) + 1 < ready);
    order =
      last < 0 ? undefined : [...choices.keys()].slice(0, last + 1).map((at) => order?.[at] ?? 0);
    if (order !== undefined) order = [...order.slice(0, -1), (order.at(-1) ?? 0) + 1];
  }
  return { orders, missed };
}

test("misses no record of a hook, in whatever order things happen", async () => {
  const { orders, missed } = await playAll(1, drainUntilEmpty);
  expect(orders).toBeGreaterThan(100);
  expect(missed).toBe(0);
});

test("misses no record of three hooks, in many orders", async () => {
  const random = seededRandom(20_261_120);
  for (let each = 0; each < 3000; each += 1) {
    const order = Array.from({ length: 100 }, () => random());
    const { ground } = await playOnce(order, 3, drainUntilEmpty);
    expect(ground).toMatchObject({ records: 0, jobs: 0, claimed: false, locked: false });
  }
});

test.each<[string, Drain]>([
  [
    "looks at the spool before it drops its claim",
    async (steps) => {
      for (;;) {
        const { left } = await steps.drain();
        const goesOn = left || !(await steps.isSpoolEmpty());
        await steps.dropClaim();
        if (!goesOn || !(await steps.takeClaim())) return;
      }
    },
  ],
  [
    "does not look again",
    async (steps) => {
      await steps.drain();
      await steps.dropClaim();
    },
  ],
  [
    "forgets a look that came due while it ended",
    (steps) =>
      drainUntilEmpty({ ...steps, drain: async () => ({ ...(await steps.drain()), left: false }) }),
  ],
])("this test finds a runner that %s", async (_what, wrong) => {
  expect((await playAll(1, wrong)).missed).toBeGreaterThan(0);
});
