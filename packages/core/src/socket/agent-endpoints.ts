import { endpoint, lineEndpoint } from "./endpoint.ts";
import type { Handlers } from "./handlers.ts";
import { ROUTES } from "./routes.ts";

/** Builds the one table of what the agent answers with, by path; streams and probes are served apart. */
export function agentEndpoints(handlers: Handlers) {
  return {
    "/v1/status": endpoint(ROUTES.status, handlers.status),
    "/v1/signal": endpoint(ROUTES.signal, handlers.signal),
    "/v1/feedback": lineEndpoint(ROUTES.feedback, handlers.feedback),
    "/v1/canary": endpoint(ROUTES.canary, handlers.canary),
    "/v1/looks": endpoint(ROUTES.looks, handlers.look),
    "/v1/previews": endpoint(ROUTES.previews, handlers.preview),
    "/v1/moves": endpoint(ROUTES.moves, handlers.moves),
    "/v1/moves/plan": endpoint(ROUTES.planMove, handlers.planMove),
    "/v1/moves/settle": endpoint(ROUTES.settleMove, handlers.settleMove),
    "/v1/jobs": endpoint(ROUTES.jobs, handlers.jobs),
    "/v1/jobs/act": endpoint(ROUTES.actOnJobs, handlers.actOnJobs),
    "/v1/tasks/run": endpoint(ROUTES.runTask, handlers.runTask),
    "/v1/tasks/results": endpoint(ROUTES.results, handlers.results),
    "/v1/settings": endpoint(ROUTES.settings, handlers.settings),
    "/v1/settings/write": endpoint(ROUTES.writeSetting, handlers.writeSetting),
    "/v1/pause": endpoint(ROUTES.pause, handlers.pause),
    "/v1/activity": endpoint(ROUTES.activity, handlers.activity),
    "/v1/rescues": endpoint(ROUTES.rescues, handlers.rescues),
    "/v1/rescues/show": endpoint(ROUTES.rescue, handlers.rescue),
    "/v1/rescues/patch": endpoint(ROUTES.rescuePatch, handlers.rescuePatch),
    "/v1/rescues/restore": endpoint(ROUTES.restoreRescue, handlers.restoreRescue),
    "/v1/rescues/drop": endpoint(ROUTES.dropRescue, handlers.dropRescue),
    "/v1/repositories/check": endpoint(ROUTES.checkRepository, handlers.checkRepository),
    "/v1/repositories/add": endpoint(ROUTES.addRepository, handlers.addRepository),
    "/v1/repositories/remove": endpoint(ROUTES.removeRepository, handlers.removeRepository),
    "/v1/folders": endpoint(ROUTES.folders, handlers.folders),
    "/v1/tasks": endpoint(ROUTES.tasks, handlers.tasks),
    "/v1/log": endpoint(ROUTES.log, handlers.readLog),
    "/v1/dashboard": endpoint(ROUTES.dashboard, handlers.dashboard),
    "/v1/reload": endpoint(ROUTES.reload, handlers.reload),
    "/v1/stop": endpoint(ROUTES.stop, handlers.stop),
  };
}
