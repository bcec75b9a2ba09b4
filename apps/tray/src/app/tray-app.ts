import { networkInterfaces } from "node:os";
import { type Client, type Home, HooklineError } from "@hookline/core/client";
import { decideNotes, type NotificationPatience, PATIENCE } from "../model/decide-notes.ts";
import { afterWake, freshMemory, type NotificationMemory } from "../model/notification-memory.ts";
import type { TrayCommand } from "../model/tray-command.ts";
import type { TrayIcon } from "../model/tray-model.ts";
import { trayModel } from "../model/tray-model-of.ts";
import { seenRepositories } from "../model/tray-state.ts";
import type { TrayView } from "../model/tray-view.ts";
import type { Shell, ShellEvents } from "../shells/shell.ts";
import { AgentHost, type AgentStarter } from "./agent-host.ts";
import { AgentLink } from "./agent-link.ts";
import { carryOut } from "./carry-out.ts";
import { readTrayMemory, type TrayMemory, writeTrayMemory } from "./tray-memory.ts";

/** How often the picture is made anew although nothing was heard: times go by. */
const BEAT_MS = 15_000;

/** What a {@link TrayApp} is made of. */
export interface TrayAppParts {
  readonly client: Client;
  readonly home: Home;
  readonly homeFolder: string | undefined;
  readonly starter: AgentStarter;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called with what went wrong and has no other place: a line on standard error. */
  readonly complain: (problem: string) => void;
  /** How patient notifications are; a test is less so. */
  readonly patience?: NotificationPatience;
  readonly beatMs?: number;
}

/** The tray: what the agent says, drawn by a shell; what a person does there, told to the agent. */
export class TrayApp {
  /** What a shell is opened with. */
  readonly events: ShellEvents;
  /** Settles when somebody chose to quit, and everything is closed. */
  readonly ended: Promise<void>;

  readonly #parts: TrayAppParts;
  readonly #link: AgentLink;
  readonly #host: AgentHost;
  readonly #stop = new AbortController();
  readonly #end = Promise.withResolvers<void>();
  #shell: Shell | undefined;
  #memory: TrayMemory;
  #notes: NotificationMemory;
  #icon: TrayIcon = "offline";
  #startsAtLogin: boolean | null = null;

  constructor(parts: TrayAppParts) {
    this.#parts = parts;
    this.#memory = readTrayMemory(parts.home);
    this.#notes = freshMemory(parts.now());
    this.ended = this.#end.promise;
    this.#host = new AgentHost(parts.client, parts.starter, (problem) =>
      parts.complain(inWords(problem)),
    );
    this.#link = new AgentLink({
      ...parts,
      ensureAgent: () => this.#host.ensure(),
      changed: () => this.#render(),
    });
    this.events = {
      onCommand: (command) => void this.#do(command),
      onActivate: () => void this.#do({ kind: "open-dashboard", view: "/" }),
      onWake: () => this.#wake(),
    };
  }

  /** Begins to draw and to listen. */
  async open(shell: Shell): Promise<void> {
    this.#shell = shell;
    this.#startsAtLogin = await shell.autostart.isOn().catch(() => null);
    this.#render();
    void this.#link.run();
    void this.#beat();
  }

  /** Shows the dashboard because no panel shows the icon, once in a life, and says why. */
  async showInstead(why: string): Promise<void> {
    this.#parts.complain(why);
    if (this.#memory.toldOfNoPanel) return;
    this.#remember({ ...this.#memory, toldOfNoPanel: true });
    await this.#do({ kind: "open-dashboard", view: "/?no-panel" });
  }

  /** Takes everything down in good order. */
  async close(): Promise<void> {
    if (this.#stop.signal.aborted) return this.ended;
    this.#stop.abort();
    this.#link.close();
    await this.#host.close();
    await this.#shell?.close();
    this.#end.resolve();
  }

  async #beat(): Promise<void> {
    const { beatMs = BEAT_MS, sleep } = this.#parts;
    while (!this.#stop.signal.aborted) {
      await sleep(beatMs, this.#stop.signal).catch(() => undefined);
      this.#render();
    }
  }

  #view(): TrayView {
    const now = this.#parts.now();
    const { snoozedUntil } = this.#memory;
    const agent = this.#link.view();
    return {
      agent,
      now,
      online: isOnline(),
      snoozedUntil: snoozedUntil !== null && snoozedUntil > now ? snoozedUntil : null,
      startsAtLogin: this.#startsAtLogin,
      hostsAgent: agent.kind === "connected" && this.#host.isOurs(agent.status.agent?.pid),
      muted: new Map(Object.entries(this.#memory.muted)),
      homeFolder: this.#parts.homeFolder,
      iconBefore: this.#icon,
    };
  }

  #render(): void {
    const shell = this.#shell;
    if (shell === undefined || this.#stop.signal.aborted) return;
    const view = this.#view();
    const model = trayModel(view);
    this.#icon = model.icon;
    shell.tray.render(model);
    if (view.agent.kind !== "connected") return;
    const { memory, show, withdraw } = decideNotes(
      this.#notes,
      {
        now: view.now,
        seen: seenRepositories(view),
        dead: view.agent.jobs.filter(({ state }) => state === "dead"),
        snoozedUntil: view.snoozedUntil,
        muted: view.muted,
      },
      this.#parts.patience ?? PATIENCE,
    );
    this.#notes = memory;
    for (const key of withdraw) shell.notifier.withdraw(key);
    for (const note of show) shell.notifier.show(note);
  }

  async #do(command: TrayCommand): Promise<void> {
    const shell = this.#shell;
    if (shell === undefined) return;
    const agent = this.#link.view();
    try {
      await carryOut(command, {
        client: this.#parts.client,
        shell,
        now: this.#parts.now(),
        status: agent.kind === "connected" ? agent.status : null,
        memory: this.#memory,
        remember: (memory) => this.#remember(memory),
        startAgent: () => this.#link.startAgain(),
        quit: () => void this.close(),
      });
      if (command.kind === "start-at-login") this.#startsAtLogin = command.on;
      if (command.kind === "retry-job") this.#link.refresh();
    } catch (error) {
      const open = { kind: "open-dashboard", view: "/" } as const;
      shell.notifier.show({
        key: "problem",
        title: "That did not work",
        body: inWords(error),
        urgency: "normal",
        open,
        actions: [],
      });
    }
    this.#render();
  }

  #remember(memory: TrayMemory): void {
    this.#memory = memory;
    writeTrayMemory(this.#parts.home, memory);
  }

  /** The machine slept: what was true may not be, and the network may take a moment. */
  #wake(): void {
    this.#notes = afterWake(this.#notes, this.#parts.now());
    this.#parts.client.look({ repository: null, wait: false }).catch(() => undefined);
  }
}

function isOnline(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ internal }) => !internal),
  );
}

function inWords(problem: unknown): string {
  if (!(problem instanceof HooklineError)) return String(problem);
  return problem.hint === undefined ? problem.message : `${problem.message} ${problem.hint}`;
}
