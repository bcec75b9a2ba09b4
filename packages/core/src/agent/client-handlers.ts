import { absolutePath } from "../decide/brands.ts";
import type { Handlers } from "../socket/handlers.ts";
import { toMove } from "../socket/move-schema.ts";
import type { Engine } from "./engine.ts";
import type { HookDesk } from "./hook-desk.ts";

/** What {@link clientHandlers} needs: the engine, and what only the agent itself can do. */
export interface ClientHandlersParts
  extends Pick<Handlers, "status" | "metrics" | "look" | "stop"> {
  readonly engine: Engine;
  readonly hooks: HookDesk;
  readonly reload: () => Promise<void>;
}

/** Puts together what the agent does for its clients. */
export function clientHandlers(parts: ClientHandlersParts): Handlers {
  const { engine, hooks, status, metrics, look, reload, stop } = parts;
  const { repositories, operations, opened } = engine;
  return {
    status,
    metrics,
    look,
    stop,
    signal: () => void hooks.drain(),
    feedback: (request, signal) => hooks.feedback(request, signal),
    canary: (request, signal) => hooks.canary(request, signal),
    preview: ({ repository }, signal) => repositories.preview(pathOrNull(repository), signal),
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
    async reload() {
      await reload();
      return { repositories: repositories.paths().length };
    },
  };
}

function pathOrNull(path: string | null) {
  return path === null ? null : absolutePath(path);
}
