import { EventEmitter } from "node:events";
import type {
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  NotificationConstructorOptions,
} from "electron";
import type { ElectronParts } from "../src/shells/electron/electron-parts.ts";

/** An Electron without a screen: what a shell asks of it is remembered, and can be played back. */
export class FakeElectron {
  readonly parts: ElectronParts;
  readonly trays: FakeTray[] = [];
  readonly notifications: FakeNotification[] = [];
  readonly windows: FakeWindow[] = [];
  readonly app = new EventEmitter();
  readonly power = new EventEmitter();
  readonly ipc = new FakeIpc();
  openAtLogin = false;
  /** What the desktop says of a path that it cannot open. */
  openProblem = "";

  constructor(platform: NodeJS.Platform) {
    const { app, ipc, notifications, power, trays, windows } = this;
    // The one place where a fake takes the place of Electron's own types: what it lacks, no shell asks for.
    this.parts = {
      platform,
      app: Object.assign(app, {
        getLoginItemSettings: () => ({ openAtLogin: this.openAtLogin }),
        setLoginItemSettings: (settings: { readonly openAtLogin?: boolean }) => {
          this.openAtLogin = settings.openAtLogin === true;
        },
        quit: () => app.emit("quit"),
      }),
      Tray: class extends FakeTray {
        constructor(image: NativeImage) {
          super(image);
          trays.push(this);
        }
      },
      Menu: { buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => template },
      nativeImage: { createEmpty: () => new FakeImage() },
      Notification: class extends FakeNotification {
        constructor(options: NotificationConstructorOptions) {
          super(options);
          notifications.push(this);
        }
      },
      BrowserWindow: class extends FakeWindow {
        constructor(options: object) {
          super(options);
          windows.push(this);
        }
      },
      ipcMain: ipc,
      shell: { openPath: () => Promise.resolve(this.openProblem) },
      powerMonitor: power,
    } as unknown as ElectronParts;
  }
}

/** An image that knows how it was made. */
export class FakeImage {
  readonly sizes: number[] = [];
  isTemplate = false;

  addRepresentation({ buffer, height, width }: { buffer: Buffer; height: number; width: number }) {
    if (buffer.length !== width * height * 4) throw new Error("a bitmap of another size");
    this.sizes.push(width);
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate;
  }
}

class FakeTray extends EventEmitter {
  image: NativeImage;
  menu: readonly MenuItemConstructorOptions[] | undefined;
  popped: readonly MenuItemConstructorOptions[] | undefined;
  tooltip = "";
  destroyed = false;

  constructor(image: NativeImage) {
    super();
    this.image = image;
  }

  setImage(image: NativeImage): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.tooltip = text;
  }

  setContextMenu(menu: Menu): void {
    this.menu = menu as unknown as readonly MenuItemConstructorOptions[];
  }

  popUpContextMenu(menu: Menu): void {
    this.popped = menu as unknown as readonly MenuItemConstructorOptions[];
  }

  destroy(): void {
    this.destroyed = true;
  }
}

class FakeNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions;
  isShown = false;

  constructor(options: NotificationConstructorOptions) {
    super();
    this.options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.isShown = true;
  }

  close(): void {
    this.isShown = false;
    this.emit("close");
  }
}

/** The contents of a window, which can play what a page tries. */
class FakeContents extends EventEmitter {
  readonly sent: unknown[][] = [];
  readonly session = {
    setPermissionRequestHandler: (handler: (...args: unknown[]) => void) => {
      this.asks = handler;
    },
    setPermissionCheckHandler: (handler: () => boolean) => {
      this.checks = handler;
    },
  };
  asks: ((...args: unknown[]) => void) | undefined;
  checks: (() => boolean) | undefined;
  opens: (() => { readonly action: string }) | undefined;

  setWindowOpenHandler(handler: () => { readonly action: string }): void {
    this.opens = handler;
  }

  send(...args: unknown[]): void {
    this.sent.push(args);
  }

  isDestroyed(): boolean {
    return false;
  }

  /** Plays an event that the shell may forbid; tells whether it did. */
  isForbidden(name: string, url = ""): boolean {
    let forbidden = false;
    this.emit(name, {
      url,
      preventDefault: () => {
        forbidden = true;
      },
    });
    return forbidden;
  }
}

class FakeWindow extends EventEmitter {
  readonly options: { readonly webPreferences?: Readonly<Record<string, unknown>> };
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  isShown = false;

  constructor(options: object) {
    super();
    this.options = options;
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.isShown = true;
  }

  restore(): void {
    this.isShown = true;
  }

  isMinimized(): boolean {
    return false;
  }

  destroy(): void {
    this.isShown = false;
    this.emit("closed");
  }
}

/** The channel to pages; a test sends as one. */
class FakeIpc extends EventEmitter {
  readonly #handlers = new Map<string, (...args: unknown[]) => unknown>();

  handle(channel: string, handler: (...args: unknown[]) => unknown): void {
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Asks as a page at an address does. */
  async ask(
    sender: { readonly url: string; readonly parent?: unknown } | null,
    ...args: unknown[]
  ): Promise<unknown> {
    const senderFrame = sender && { parent: null, ...sender };
    const told = await this.#handlers.get("hookline:ask")?.({ senderFrame }, ...args);
    return JSON.parse(String(told));
  }
}
