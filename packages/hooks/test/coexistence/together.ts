import type { HookEvent } from "@hookline/core/client";
import {
  type HookGit,
  type HookPlan,
  type HookState,
  inspectHooks,
  installHooks,
  uninstallHooks,
} from "../../src/index.ts";
import { realHookGit } from "../real-hook-git.ts";
import { type Scratch, scratchRepository } from "../scratch-repository.ts";
import { readTree } from "../tree.ts";
import { makeEveryEvent, type Ran } from "./every-event.ts";
import type { HookManager } from "./hook-manager.ts";
import { paste } from "./paste.ts";

/** States in which an event reaches Hookline. */
const REACHES = new Set<HookState["kind"]>(["config", "file", "block", "pasted", "chained"]);

const TELLS_GIT = /^(?:\.git\/(?:config$|hooks|hookline)|\.husky|hooks)/;

/** Who is installed first. */
export type Order = "theirs first" | "ours first";

/** A repository in which Hookline meets another manager of hooks. */
export class Together {
  readonly #scratch: Scratch;
  readonly #manager: HookManager;
  readonly #git: HookGit;
  readonly #plan: HookPlan;

  private constructor(scratch: Scratch, manager: HookManager) {
    this.#scratch = scratch;
    this.#manager = manager;
    this.#git = realHookGit(scratch);
    this.#plan = scratch.plan;
  }

  /** Makes the repository, with what their project keeps in it, and no hooks yet. */
  static async begin(manager: HookManager): Promise<Together> {
    const scratch = await scratchRepository();
    await manager.prepare?.(scratch);
    await scratch.git("add", "--all");
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=project");
    return new Together(scratch, manager);
  }

  /** {@link begin}, then both are installed. */
  static async installed(manager: HookManager, order: Order): Promise<Together> {
    const together = await Together.begin(manager);
    if (order === "theirs first") await together.installTheirs();
    await together.installOurs();
    if (order === "ours first") await together.installTheirs();
    return together;
  }

  async installTheirs(): Promise<void> {
    await this.#manager.install(this.#scratch);
  }

  async uninstallTheirs(): Promise<void> {
    await this.#manager.uninstall(this.#scratch);
  }

  async installOurs(): Promise<void> {
    await installHooks(this.#scratch.repo, this.#plan, this.#git);
  }

  async uninstallOurs(): Promise<void> {
    await uninstallHooks(this.#scratch.repo, this.#git);
  }

  /** How the commit, of all events, reaches Hookline. */
  async commitState(): Promise<string | undefined> {
    const states = await this.#states();
    return states.find(({ event }) => event === "post-commit")?.kind;
  }

  /** The events of which we say that they reach Hookline. */
  async reaching(): Promise<readonly HookEvent[]> {
    const states = await this.#states();
    return states.filter(({ kind }) => REACHES.has(kind)).map(({ event }) => event);
  }

  /** Has every event happen, and says for which ones hooks ran. */
  makeEveryEvent(): Promise<Ran> {
    return makeEveryEvent(this.#scratch, this.#manager);
  }

  /** Does what we tell people to do about each event that does not reach us. */
  async followAdvice(): Promise<void> {
    await this.installOurs();
    for (const state of await this.#states()) {
      if (REACHES.has(state.kind)) continue;
      if (!("advice" in state)) throw new Error(`${state.event} is ${state.kind} after an install`);
      await paste(state.advice.path, state.advice.snippet);
    }
  }

  /**
   * The files that tell git which hooks to run, for comparing: without the path of the scratch
   * folder, and the lines of config sorted, since git-lfs writes its own in any order.
   */
  async traces(): Promise<readonly string[]> {
    const { repo, root } = this.#scratch;
    return Object.entries(await readTree(repo))
      .filter(([name, entry]) => !entry.endsWith(" folder") && TELLS_GIT.test(name))
      .map(([name, entry]) => `${name}: ${entry.replaceAll(root, "~")}`)
      .map((text) =>
        text.startsWith(".git/config") ? text.split("\n").toSorted().join("\n") : text,
      );
  }

  #states(): Promise<readonly HookState[]> {
    return inspectHooks(this.#scratch.repo, this.#plan, this.#git);
  }
}
