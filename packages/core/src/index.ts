/**
 * The engine, for whoever hosts an agent or does its work where none runs.
 *
 * Loads native code (SQLite): Node 24 only. Whoever only talks to the agent wants
 * `@hookline/core/client`.
 */
export { Agent, startAgent } from "./agent/agent.ts";
export { removeRepositoryLock } from "./agent/lock-repository.ts";
export { makeHome } from "./agent/take-home.ts";
export { statusWithoutAgent, syncWithoutAgent } from "./agent/without-agent.ts";
export { systemClock } from "./clock.ts";
export { loadSettings } from "./config/load-settings.ts";
export { admit } from "./decide/admission.ts";
export { listConfig } from "./git/config-list.ts";
export { type GitHttpServer, serveOverHttp } from "./git/http-server.ts";
export { locate } from "./git/locate.ts";
export { describeExit, type GitDoor, openGit, openGitOutside } from "./git/run-git.ts";
export type { LogLevel } from "./log/events.ts";
export { LOG_NAME } from "./log/log-file.ts";
export { makePrivateFolder } from "./private-folder.ts";
export { examine, resolvePath } from "./registration/examine.ts";
export { listRegistered, register, unregister } from "./registration/registry.ts";
