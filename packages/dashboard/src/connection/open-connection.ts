import { bridgeConnection, type PageBridge } from "./bridge-connection.ts";
import type { Connection } from "./connection.ts";
import { httpConnection } from "./http-connection.ts";

declare global {
  interface Window {
    /** Put there by the Electron shell's preload script. */
    readonly hookline?: PageBridge;
  }
}

/** Opens the way to the agent that there is: the bridge of a shell, else where the page came from. */
export function openConnection(): Connection {
  return window.hookline === undefined ? httpConnection() : bridgeConnection(window.hookline);
}
