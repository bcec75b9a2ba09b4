import { expect, test } from "vitest";
import { absolutePath, commitId, refName } from "../src/decide/brands.ts";
import { StoreError } from "../src/errors.ts";
import { openStore } from "../src/store/open-store.ts";
import { OperationLog } from "../src/store/operation-log.ts";
import { type RepositoryRecord, RepositoryRecords } from "../src/store/repository-record.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

const notes = absolutePath("/home/me/notes");
const site = absolutePath("/home/me/site");
const main = refName("refs/heads/main");
const [one, two] = [commitId("1".repeat(40)), commitId("2".repeat(40))];

function aStore() {
  const clock = new FakeClock(1000);
  const file = inFolder(scratchFolder(), "hookline.db");
  return { clock, store: openStore(file, clock, memoryLog().log).store };
}

function aRecord(overrides: Partial<RepositoryRecord> = {}): RepositoryRecord {
  return {
    repository: notes,
    lastLookAt: 7,
    lastSuccessAt: null,
    seenRemotes: [{ ref: main, commit: one }],
    lastLook: { state: "ahead", ahead: 2 },
    ...overrides,
  };
}

test("a record comes back as it was saved, and is replaced as a whole", () => {
  const records = new RepositoryRecords(aStore().store);
  expect(records.load(notes)).toBeUndefined();
  records.save(aRecord());
  expect(records.load(notes)).toEqual(aRecord());
  const next = aRecord({ lastSuccessAt: 9, seenRemotes: [], lastLook: null });
  records.save(next);
  records.save(aRecord({ repository: site }));
  expect(records.all()).toEqual([next, aRecord({ repository: site })]);
});

test("a forgotten repository has no record, and the others keep theirs", () => {
  const records = new RepositoryRecords(aStore().store);
  records.save(aRecord());
  records.save(aRecord({ repository: site }));
  records.forget(notes);
  expect(records.all()).toEqual([aRecord({ repository: site })]);
});

test("a record whose text is no commit id is refused, not believed", () => {
  const { store } = aStore();
  new RepositoryRecords(store).save(aRecord());
  store.command(
    "UPDATE repository_record SET seen_remotes = json_array(json_object('ref', 'refs/heads/main', 'commit', 'HEAD'))",
  )();
  expect(() => new RepositoryRecords(store).load(notes)).toThrow(StoreError);
});

test("a move is in the log before it happens, and says how it ended", () => {
  const { store, clock } = aStore();
  const log = new OperationLog(store, clock);
  const move = { repository: notes, ref: main, old: one, new: two, cause: "fast-forward" };
  const id = log.plan(move);
  const planned = { ...move, id, state: "planned", plannedAt: 1000, settledAt: null };
  expect(log.list({ limit: 10 })).toEqual([planned]);
  clock.advance(5);
  expect(log.settle(id, "done")).toBe(true);
  expect(log.list({ limit: 10 })).toEqual([{ ...planned, state: "done", settledAt: 1005 }]);
});

test("the first word on how a move ended stands", () => {
  const { store, clock } = aStore();
  const log = new OperationLog(store, clock);
  const id = log.plan({ repository: notes, ref: main, old: null, new: one, cause: "push" });
  expect(log.settle(id, "failed")).toBe(true);
  expect(log.settle(id, "done")).toBe(false);
  expect(log.settle(id + 1, "done")).toBe(false);
  expect(log.list({ limit: 1 })).toMatchObject([{ id, state: "failed" }]);
});

test("the log lists the newest moves first, of one repository or of all", () => {
  const { store, clock } = aStore();
  const log = new OperationLog(store, clock);
  const plan = (repository: typeof notes) =>
    log.plan({ repository, ref: main, old: one, new: null, cause: "test" });
  const ids = [plan(notes), plan(site), plan(notes)];
  const idsOf = (query: Parameters<OperationLog["list"]>[0]) => log.list(query).map(({ id }) => id);
  expect(idsOf({ limit: 10 })).toEqual(ids.toReversed());
  expect(idsOf({ limit: 2 })).toEqual(ids.slice(1).toReversed());
  expect(idsOf({ repository: notes, limit: 10 })).toEqual([ids[2], ids[0]]);
});
