import { type ChildProcess, spawn } from "node:child_process";
import { Readable, Writable } from "node:stream";
import * as z from "zod";
import { QUIET_FLAGS } from "./browser.ts";

/** How long a browser may take to answer. */
const ANSWER_MS = 5000;

/** How long it may take to close its window. */
const CLOSE_MS = 3000;

const answerSchema = z.object({ id: z.int(), result: z.unknown().optional() });
const targetsSchema = z.object({
  targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })),
});

/** What a window is opened with. */
export interface AppWindowOptions {
  readonly program: string;
  /** A profile of its own, so that the user's own browser is not touched. */
  readonly profile: string;
  /** For tests: a sandbox cannot be had as root. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Called when the window is closed, by whomever. */
  readonly closed: () => void;
}

/**
 * A window that shows one page, by a browser in its app mode.
 *
 * It is spoken to over a pipe that nobody else has, in the DevTools protocol: no port is opened.
 */
export class AppWindow {
  readonly #child: ChildProcess;
  readonly #commands: Writable;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #count = 0;

  constructor(url: string, { program, profile, flags, env, closed }: AppWindowOptions) {
    const child = spawn(
      program,
      [
        ...QUIET_FLAGS,
        ...flags,
        `--user-data-dir=${profile}`,
        "--class=hookline",
        "--window-size=1080,760",
        "--remote-debugging-pipe",
        `--app=${url}`,
      ],
      { env, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const [, , , commands, answers] = child.stdio;
    if (!(commands instanceof Writable) || !(answers instanceof Readable))
      throw new Error("the pipes to the browser are missing");
    this.#child = child;
    this.#commands = commands;
    commands.on("error", () => undefined);
    answers.on("error", () => undefined);
    this.#read(answers);
    const end = (): void => {
      for (const answer of this.#answers.values()) answer(undefined);
      this.#answers.clear();
      closed();
    };
    child.once("exit", end);
    child.once("error", end);
  }

  /** Raises the window and goes to an address. @returns false where it does not answer */
  async show(url: string): Promise<boolean> {
    const targets = targetsSchema.safeParse(await this.#ask("Target.getTargets", {}));
    const page = targets.data?.targetInfos.find(({ type }) => type === "page");
    if (page === undefined) return false;
    const { targetId } = page;
    const attached = z
      .object({ sessionId: z.string() })
      .safeParse(await this.#ask("Target.attachToTarget", { targetId, flatten: true }));
    if (attached.success) await this.#ask("Page.navigate", { url }, attached.data.sessionId);
    await this.#ask("Target.activateTarget", { targetId });
    return true;
  }

  /** Closes the window and waits until it is gone. */
  async close(): Promise<void> {
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== null || signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    const patience = setTimeout(() => this.#child.kill("SIGKILL"), CLOSE_MS);
    void this.#ask("Browser.close", {});
    await gone;
    clearTimeout(patience);
  }

  #ask(method: string, params: object, sessionId?: string): Promise<unknown> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(undefined), ANSWER_MS);
      this.#answers.set(id, (result) => {
        clearTimeout(late);
        this.#answers.delete(id);
        resolve(result);
      });
      const session = sessionId === undefined ? {} : { sessionId };
      this.#commands.write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    });
  }

  /** Messages end with a NUL. */
  #read(answers: Readable): void {
    let text = "";
    answers.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (text + chunk).split("\0");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const answer = answerSchema.safeParse(JSON.parse(part));
        if (answer.success) this.#answers.get(answer.data.id)?.(answer.data.result);
      }
    });
  }
}
