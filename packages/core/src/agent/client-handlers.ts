import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { readLog } from "../log/read-log.ts";
import type { DashboardReply } from "../socket/dashboard-schema.ts";
import type { Handlers } from "../socket/handlers.ts";
import { toMove } from "../socket/move-schema.ts";
import type { Engine } from "./engine.ts";
import type { HookDesk } from "./hook-desk.ts";
import type { RepositoryDesk } from "./repository-desk.ts";
import type { RescueDesk } from "./rescue-desk.ts";
import type { SettingDesk } from "./setting-desk.ts";
import { listTasks } from "./task-desk.ts";

/** What {@link clientHandlers} needs: the engine, and what only the agent itself can do. */
export interface ClientHandlersParts
  extends Pick<Handlers, "status" | "metrics" | "look" | "stop"> {
  readonly engine: Engine;
  readonly hooks: HookDesk;
  readonly settings: SettingDesk;
  readonly rescues: RescueDesk;
  readonly list: RepositoryDesk;
  readonly logs: AbsolutePath;
  readonly invite: (view: string | null) => Promise<DashboardReply>;
  readonly reload: () => Promise<void>;
}

/** Puts together what the agent does for its clients. */
export function clientHandlers(parts: ClientHandlersParts): Handlers {
  const {
    engine,
    hooks,
    invite,
    list,
    logs,
    rescues,
    settings,
    status,
    metrics,
    look,
    reload,
    stop,
  } = parts;
  const { repositories, operations, opened } = engine;
  return {
    status,
    metrics,
    look,
    stop,
    signal: () => void hooks.drain(),
    feedback: (request, signal) => hooks.feedback(request, signal),
    canary: (request, signal) => hooks.canary(request, signal),
    preview: ({ repository, alpha }, signal) =>
      repositories.preview(pathOrNull(repository), signal, alpha),
    moves: ({ repository, limit }) => ({
      moves: operations.list({ repository: pathOrNull(repository), limit }).map(toMove),
    }),
    planMove: (move) => ({ id: operations.plan(move) }),
    settleMove: ({ id, outcome }) => void operations.settle(id, outcome),
    jobs: (request) => opened.desk.jobs(request),
    actOnJobs: (request) => opened.desk.act(request),
    async runTask(request) {
      repositories.requireAll([absolutePath(request.repository)]);
      return opened.run(request);
    },
    results: (request) => opened.results(request),
    settings: (request) => settings.read(request),
    writeSetting: (request) => settings.write(request),
    pause: (request) => settings.pause(request),
    activity: (request) => engine.activity.list(request),
    rescues: (request) => rescues.list(request),
    rescue: (request) => rescues.show(request),
    rescuePatch: (request) => rescues.patch(request),
    restoreRescue: (request) => rescues.restore(request),
    dropRescue: (request) => rescues.drop(request),
    checkRepository: (request) => list.check(request),
    addRepository: (request) => list.add(request),
    removeRepository: (request) => list.remove(request),
    folders: (request) => list.folders(request),
    tasks: (request) => listTasks(engine.door, repositories, request),
    readLog: (request) => readLog(logs, request),
    dashboard: ({ view }) => invite(view),
    async reload() {
      await reload();
      return { repositories: repositories.paths().length };
    },
  };
}

function pathOrNull(path: string | null) {
  return path === null ? null : absolutePath(path);
}
