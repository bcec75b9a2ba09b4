import { expect } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { type Operation, OperationLog } from "../../../src/store/operation-log.ts";
import { endState } from "./end-state.ts";
import { type EngineReport, type EngineWork, operationsOf, runEngine } from "./engine.ts";
import { isRescue, readWorld, type SeenRepository, type SeenWorld } from "./read-world.ts";
import type { Scenario } from "./scenarios.ts";
import { makeWorld, type PreparedWorld, prepared } from "./world.ts";

/** A scenario, ready to be run as often as it takes, and how it ends when nothing happens. */
export interface Trial {
  readonly world: PreparedWorld;
  readonly work: EngineWork;
  readonly before: SeenWorld;
  readonly expected: ReturnType<typeof endState>;
}

/** Prepares a scenario and runs it once, undisturbed. */
export async function makeTrial(scenario: Scenario): Promise<Trial> {
  const made = await makeWorld();
  const work = await scenario.prepare(made);
  const world = prepared(made);
  world.reset();
  const before = readWorld(world);
  const report = await runEngine({ ...world, work });
  expect(report).toEqual({ failure: null, hold: null, state: "up-to-date" });
  const after = readWorld(world);
  const trial = { world, work, before, expected: endState(world, before, after) };
  expectSound(trial, after);
  return trial;
}

/** The next start, in a process that knows nothing of the last one: everything must come right. */
export async function expectConvergence(trial: Trial): Promise<void> {
  const { world, work } = trial;
  const report = await runEngine({ ...world, work });
  expect(report).toEqual({ failure: null, hold: null, state: "up-to-date" } satisfies EngineReport);
  const after = readWorld(world);
  expectSound(trial, after);
  expect(endState(world, trial.before, after)).toEqual(trial.expected);
}

/** Nothing is lost, nothing is damaged, nothing is left behind, and the log explains each ref. */
function expectSound({ world, before }: Trial | Omit<Trial, "expected">, after: SeenWorld) {
  expect({ here: after.here.damage, remote: after.remote.damage }).toEqual({
    here: "",
    remote: "",
  });
  expect([...after.here.left, ...after.remote.left]).toEqual([]);
  expect(lostFrom(before, after)).toEqual([]);
  expect(unexplained(operationsIn(world), before, after)).toEqual([]);
}

/** Lists what was there before and is nowhere now: commits, files, staged bytes. */
export function lostFrom(before: SeenWorld, after: SeenWorld): string[] {
  const anywhere = new Set([...after.here.objects, ...after.remote.objects]);
  const inFiles = new Set(after.files.values());
  const staged = [...before.index].map(([path, entry]) => [path, entry.split(" ")[1] ?? ""]);
  return [
    ...[...before.here.objects].filter((id) => !anywhere.has(id)).map((id) => `object ${id}`),
    // What the remote had must still be had from the remote.
    ...[...before.remote.objects]
      .filter((id) => !after.remote.objects.has(id))
      .map((id) => `object ${id} on the remote`),
    ...[...before.files, ...staged]
      .filter(([, id = ""]) => !inFiles.has(id) && !anywhere.has(id))
      .map(([path, id]) => `${path} as ${id}`),
  ];
}

/** Reads the operation log of a world, oldest first. */
export function operationsIn(world: Pick<PreparedWorld, "path">): readonly Operation[] {
  const { store } = openStore(operationsOf(world), systemClock, () => undefined);
  try {
    return new OperationLog(store, systemClock).list({ limit: 1000 }).toReversed();
  } finally {
    store.close();
  }
}

/**
 * Lists refs that hold something else than before, and that no operation says was put there. A git
 * that was killed after it had moved a ref counts as failed; its operation still tells what and why.
 */
function unexplained(operations: readonly Operation[], before: SeenWorld, after: SeenWorld) {
  const says = (ref: string, value: string): boolean =>
    operations.some((one) => one.ref === ref && one.new === value);
  const moved = (was: SeenRepository, is: SeenRepository) =>
    [...is.refs].filter(([ref, value]) => was.refs.get(ref) !== value);
  const tracked = (ref: string): string => ref.replace(/^refs\/heads\//, "refs/remotes/origin/");
  return [
    ...moved(before.here, after.here).filter(([ref, value]) => !says(ref, value)),
    ...moved(before.remote, after.remote).filter(
      ([ref, value]) => !says(isRescue(ref) ? ref : tracked(ref), value),
    ),
  ];
}
