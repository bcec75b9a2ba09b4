/** The tray: what a command needs to choose a shell and to run it. */

export { readTrayMemory, writeTrayMemory } from "./app/tray-memory.ts";
export { chooseShell } from "./entry/choose-shell.ts";
export { findElectron } from "./entry/find-electron.ts";
export { runNative } from "./entry/run-native.ts";
export { PATIENCE } from "./model/decide-notes.ts";
