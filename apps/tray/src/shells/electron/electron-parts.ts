import type * as electron from "electron";

/**
 * The parts of Electron that the shell is made of, by the types of its own `electron.d.ts`.
 *
 * Everything below takes them as an argument; only `main.ts` imports Electron itself, so that all of
 * the shell loads, and is tested, where Electron's program is not.
 */
export interface ElectronParts {
  readonly platform: NodeJS.Platform;
  readonly app: Pick<
    typeof electron.app,
    "getLoginItemSettings" | "setLoginItemSettings" | "on" | "quit"
  >;
  readonly Tray: new (
    image: electron.NativeImage,
  ) => Pick<
    electron.Tray,
    "setImage" | "setToolTip" | "setContextMenu" | "popUpContextMenu" | "on" | "destroy"
  >;
  readonly Menu: Pick<typeof electron.Menu, "buildFromTemplate">;
  readonly nativeImage: Pick<typeof electron.nativeImage, "createEmpty">;
  readonly Notification: {
    new (
      options: electron.NotificationConstructorOptions,
    ): Pick<electron.Notification, "show" | "close" | "on">;
    readonly isSupported: () => boolean;
  };
  readonly BrowserWindow: new (
    options: electron.BrowserWindowConstructorOptions,
  ) => Pick<
    electron.BrowserWindow,
    "loadURL" | "show" | "focus" | "restore" | "isMinimized" | "isDestroyed" | "destroy" | "on"
  > & { readonly webContents: WindowContents };
  readonly ipcMain: Pick<typeof electron.ipcMain, "handle" | "on" | "removeHandler">;
  readonly shell: Pick<typeof electron.shell, "openPath">;
  readonly powerMonitor: Pick<typeof electron.powerMonitor, "on">;
}

/** What is done with the contents of a window. */
export type WindowContents = Pick<
  electron.WebContents,
  "on" | "send" | "setWindowOpenHandler" | "isDestroyed" | "mainFrame"
> & {
  readonly session: Pick<
    electron.Session,
    "setPermissionRequestHandler" | "setPermissionCheckHandler"
  >;
};
