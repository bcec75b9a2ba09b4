import type { WindowPort } from "../shell.ts";
import type { ElectronParts, WindowContents } from "./electron-parts.ts";

/** The page's address: a scheme of our own, so that it has an origin of its own. */
export const PAGE_ORIGIN = "hookline://dashboard";

type Window = InstanceType<ElectronParts["BrowserWindow"]>;

/** The dashboard's window: made on demand, and gone when it is closed, for a hidden one costs as much as an open one. */
export class ElectronWindow implements WindowPort {
  readonly #parts: Pick<ElectronParts, "BrowserWindow">;
  readonly #preload: string;
  readonly #opened: (contents: WindowContents) => void;
  #window: Window | undefined;

  /**
   * @param preload the one script that the page gets besides its own
   * @param opened called with the contents of each window before anything is loaded
   */
  constructor(
    parts: Pick<ElectronParts, "BrowserWindow">,
    preload: string,
    opened: (contents: WindowContents) => void,
  ) {
    this.#parts = parts;
    this.#preload = preload;
    this.#opened = opened;
  }

  async open(view: string): Promise<void> {
    const window = this.#window ?? this.#make();
    await window.loadURL(`${PAGE_ORIGIN}/#${view}`);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  close(): void {
    this.#window?.destroy();
  }

  #make(): Window {
    const window = new this.#parts.BrowserWindow({
      width: 1080,
      height: 760,
      minWidth: 420,
      minHeight: 420,
      title: "Hookline",
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    harden(window.webContents);
    this.#opened(window.webContents);
    window.on("closed", () => {
      if (this.#window === window) this.#window = undefined;
    });
    this.#window = window;
    return window;
  }
}

/** Keeps a page where it is: it goes nowhere, opens nothing, and is permitted nothing. */
function harden(contents: WindowContents): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => {
    if (!event.url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
  });
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  contents.session.setPermissionCheckHandler(() => false);
}
