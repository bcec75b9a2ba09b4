import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { runsConfigHooks } from "../../src/decide/hook-facts.ts";
import { gitVersion } from "../scratch-repository.ts";
import { findProgram, leaveOut } from "../shells.ts";
import { gitLfs, likeOvercommit, preCommit } from "./debian-managers.ts";
import type { HookManager } from "./hook-manager.ts";
import { husky, lefthook, simpleGitHooks } from "./npm-managers.ts";
import {
  globalHooksPath,
  localHooksPath,
  pythonHook,
  shellHook,
  trackedFolder,
} from "./plain-hooks.ts";
import { type Order, Together } from "./together.ts";

/** How a commit reaches us. */
interface Row {
  readonly manager: HookManager;
  readonly order: Order;
  /** Before anyone follows advice. */
  readonly installed: string;
  /** After advice was followed, and theirs installed again. */
  readonly reinstalled: string;
  /** When theirs is uninstalled; a `block` stands in a hook that they left where it is. */
  readonly left: string;
}

/** Under a git that knows hooks as files only; config-based ones are in nobody's way. */
const ROWS: readonly (readonly [HookManager, Order, string, string, string])[] = [
  [husky, "theirs first", "foreign", "pasted", "missing"],
  [husky, "ours first", "displaced", "pasted", "file"],
  [lefthook, "theirs first", "block", "missing", "missing"],
  [lefthook, "ours first", "missing", "missing", "file"],
  [simpleGitHooks, "theirs first", "block", "missing", "missing"],
  [simpleGitHooks, "ours first", "missing", "missing", "missing"],
  [gitLfs, "theirs first", "block", "missing", "block"],
  [gitLfs, "ours first", "missing", "missing", "missing"],
  [preCommit, "theirs first", "block", "missing", "missing"],
  [preCommit, "ours first", "chained", "chained", "file"],
  [likeOvercommit, "theirs first", "foreign", "foreign", "missing"],
  [likeOvercommit, "ours first", "displaced", "displaced", "file"],
  [shellHook, "theirs first", "block", "missing", "missing"],
  [shellHook, "ours first", "missing", "missing", "missing"],
  [pythonHook, "theirs first", "foreign", "foreign", "missing"],
  [pythonHook, "ours first", "foreign", "foreign", "missing"],
  [localHooksPath, "theirs first", "foreign", "pasted", "missing"],
  [localHooksPath, "ours first", "displaced", "pasted", "file"],
  [globalHooksPath, "theirs first", "foreign", "pasted", "missing"],
  [globalHooksPath, "ours first", "displaced", "pasted", "file"],
  [trackedFolder, "theirs first", "foreign", "pasted", "missing"],
  [trackedFolder, "ours first", "displaced", "pasted", "file"],
];

/** Plays every row with the git on `PATH`. */
export async function coexistenceMatrix(): Promise<void> {
  const config = runsConfigHooks(await gitVersion());
  const rows = ROWS.filter(([manager]) => isHere(manager)).map(
    ([manager, order, installed, reinstalled, left]): Row =>
      config
        ? { manager, order, installed: "config", reinstalled: "config", left: "config" }
        : { manager, order, installed, reinstalled, left },
  );
  describe.each(rows.map((row) => ({ ...row, name: row.manager.name })))(
    "Hookline and $name, $order",
    (row) => {
      const { manager, order } = row;
      test("run both, and a reinstall of theirs is survived or noticed", async () => {
        const together = await Together.installed(manager, order);
        expect(await together.commitState()).toBe(row.installed);
        await expectTruth(together, manager.events);
        await together.followAdvice();
        await expectAll(together, manager.events);
        await together.installTheirs();
        expect(await together.commitState()).toBe(row.reinstalled);
        await expectTruth(together, manager.events);
        await together.followAdvice();
        await expectAll(together, manager.events);
      });

      test("leave exactly theirs when ours goes first, and nothing when both are gone", async () => {
        const together = await Together.installed(manager, order);
        await together.installOurs();
        await together.uninstallOurs();
        const control = await Together.begin(manager);
        await control.installTheirs();
        expect(await together.traces()).toEqual(await control.traces());
        await expectTruth(together, manager.events);
        await together.uninstallTheirs();
        await control.uninstallTheirs();
        expect(await together.traces()).toEqual(await control.traces());
      });

      test("when theirs goes first, ours works or is noticed, and then goes too", async () => {
        const together = await Together.installed(manager, order);
        await together.uninstallTheirs();
        expect(await together.commitState()).toBe(row.left);
        const stay = row.left === "block" ? manager.events : [];
        await expectTruth(together, stay);
        await together.followAdvice();
        await expectAll(together, stay);
        await together.uninstallOurs();
        if (stay.length > 0) {
          // Theirs knows its hooks again, and takes them out, when they are whole.
          await together.installTheirs();
          await together.uninstallTheirs();
        }
        const control = await Together.begin(manager);
        await control.installTheirs();
        await control.uninstallTheirs();
        expect(await together.traces()).toEqual(await control.traces());
      });
    },
  );
}

/** What we say is so: ours runs for the events that we call reached, and for no other. */
async function expectTruth(together: Together, theirs: readonly HookEvent[]): Promise<void> {
  const ours = await together.reaching();
  expect(await together.makeEveryEvent()).toEqual({ ours, theirs });
}

async function expectAll(together: Together, theirs: readonly HookEvent[]): Promise<void> {
  expect(await together.makeEveryEvent()).toEqual({ ours: HOOK_EVENTS, theirs });
}

const told = new Set<string>();

function isHere({ name, program }: HookManager): boolean {
  if (program === undefined) return true;
  const here = isAbsolute(program) ? existsSync(program) : findProgram(program) !== undefined;
  if (!here && !told.has(name)) leaveOut(`Hookline beside ${name}`, `${program} is not installed`);
  told.add(name);
  return here;
}
