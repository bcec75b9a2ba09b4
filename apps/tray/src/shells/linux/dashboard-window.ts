import { join } from "node:path";
import { ConfigError, type Home } from "@hookline/core/client";
import { openInDesktop } from "@hookline/core/desktop";
import type { WindowPort } from "../shell.ts";
import { AppWindow } from "./app-window.ts";
import { findAppBrowser } from "./browser.ts";

/** What {@link DashboardWindow} needs. */
export interface DashboardWindowParts {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  /** Gives an address that shows a view once. */
  readonly address: (view: string) => Promise<string>;
  /** Further flags for the browser; root needs one to run it at all, so without any root uses the default one. */
  readonly browserFlags: readonly string[];
}

/** The dashboard's window: made on demand, gone when it is closed, so that an idle tray pays nothing for it. */
export class DashboardWindow implements WindowPort {
  readonly #parts: DashboardWindowParts;
  #window: AppWindow | undefined;

  constructor(parts: DashboardWindowParts) {
    this.#parts = parts;
  }

  async open(view: string): Promise<void> {
    const { address, browserFlags, env, home } = this.#parts;
    const url = await address(view);
    if (this.#window !== undefined && (await this.#window.show(url))) return;
    const isRoot = process.getuid?.() === 0;
    const program = isRoot && browserFlags.length === 0 ? undefined : findAppBrowser(env["PATH"]);
    if (program !== undefined) {
      const window = new AppWindow(url, {
        program,
        profile: join(home.root, "dashboard-profile"),
        flags: browserFlags,
        env,
        closed: () => {
          if (this.#window === window) this.#window = undefined;
        },
      });
      this.#window = window;
      return;
    }
    if ((await openInDesktop({ kind: "url", name: url }, env)) === "opened") return;
    throw new ConfigError("No browser was found that could show the dashboard.", {
      code: "no-browser",
      hint: "Install one, or run `hookline status`.",
    });
  }

  async close(): Promise<void> {
    await this.#window?.close();
  }
}
