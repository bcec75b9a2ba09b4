import type { Answer, Client } from "@hookline/core/client";
import { PAGE_ROUTES, type PageRoute, ROUTES } from "@hookline/core/protocol";
import { CHANNELS } from "./channels.ts";
import type { ElectronParts, WindowContents } from "./electron-parts.ts";
import { PAGE_ORIGIN } from "./electron-window.ts";

/** The longest request that a page may send; the longest of them names a thousand jobs. */
const LONGEST_REQUEST = 256 * 1024;

/** Who sent a message: a frame of a page. */
interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/**
 * Passes on what the page asks to the agent, and the agent's events to the page.
 *
 * Only the main frame of our own page is heard, only routes that a page may ask are asked, and every
 * request is checked against the schema of its route before it is sent.
 */
export class Bridge {
  readonly #client: Client;
  readonly #ipcMain: ElectronParts["ipcMain"];
  readonly #streams = new Map<WindowContents, AbortController>();

  constructor({ ipcMain }: Pick<ElectronParts, "ipcMain">, client: Client) {
    this.#client = client;
    this.#ipcMain = ipcMain;
  }

  /** Begins to hear the pages. */
  open(): void {
    this.#ipcMain.handle(CHANNELS.ask, (event, name: unknown, request: unknown) =>
      isOurs(event) ? this.#ask(name, request) : JSON.stringify({ kind: "lost" }),
    );
    this.#ipcMain.on(CHANNELS.listen, (event) => {
      if (isOurs(event)) void this.#follow(event.sender);
    });
  }

  close(): void {
    this.#ipcMain.removeHandler(CHANNELS.ask);
    for (const stream of this.#streams.values()) stream.abort();
  }

  async #ask(name: unknown, request: unknown): Promise<string> {
    const route = PAGE_ROUTES.find((one) => one === name);
    if (route === undefined) return refused("unknown-route", "A page may not ask for that.");
    if (typeof request !== "string" || request.length > LONGEST_REQUEST)
      return refused("bad-request", "The request is none, or too long.");
    const parsed = parse(route, request);
    if (parsed === undefined) return refused("bad-request", "The request is not what it takes.");
    try {
      const answer: Answer<unknown> = await this.#client.page(route, parsed.value);
      if (answer.kind === "ok")
        return JSON.stringify({ kind: "ok", text: JSON.stringify(answer.value ?? null) });
      if (answer.kind === "refused") return JSON.stringify(answer);
    } catch {
      // What answers is no agent of ours; to the page that is as good as none.
    }
    return JSON.stringify({ kind: "lost" });
  }

  /** Sends the agent's events to a page, for as long as both are there. */
  async #follow(contents: WindowContents): Promise<void> {
    this.#streams.get(contents)?.abort();
    const stop = new AbortController();
    this.#streams.set(contents, stop);
    contents.on("destroyed", () => stop.abort());
    try {
      const answer = await this.#client.events(stop.signal);
      if (answer.kind === "ok")
        for await (const event of answer.value)
          if (!contents.isDestroyed()) contents.send(CHANNELS.line, JSON.stringify(event));
    } catch {
      // The stream broke: the page asks again.
    }
    if (!stop.signal.aborted && !contents.isDestroyed()) contents.send(CHANNELS.line, null);
  }
}

/** Whether a message comes from the main frame of our own page. */
function isOurs({ senderFrame }: Sender): boolean {
  return (
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame.url.startsWith(`${PAGE_ORIGIN}/`)
  );
}

function parse(name: PageRoute, text: string) {
  try {
    const value: unknown = JSON.parse(text);
    const parsed = ROUTES[name].request.safeParse(value);
    return parsed.success ? { value: parsed.data } : undefined;
  } catch {
    return undefined;
  }
}

function refused(code: string, message: string): string {
  return JSON.stringify({ kind: "refused", code, message, hint: null });
}
