import { contextBridge, ipcRenderer } from "electron/renderer";
import { CHANNELS } from "./channels.ts";

/*
 * The one script that the page gets besides its own: two functions, and nothing but texts go through
 * them. Bundled into one CommonJS file, because a sandboxed script can load nothing.
 */
contextBridge.exposeInMainWorld("hookline", {
  ask: (name: string, request: string): Promise<string> =>
    ipcRenderer.invoke(CHANNELS.ask, name, request),
  listen(listener: (line: string | null) => void): () => void {
    const heard = (_event: unknown, line: unknown): void =>
      listener(typeof line === "string" ? line : null);
    ipcRenderer.on(CHANNELS.line, heard);
    ipcRenderer.send(CHANNELS.listen);
    return () => ipcRenderer.off(CHANNELS.line, heard);
  },
});
