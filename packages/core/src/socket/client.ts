import { type Clock, systemClock } from "../clock.ts";
import type { Home } from "../home.ts";
import type { OperationOutcome, PlannedOperation } from "../store/operation-log.ts";
import type { AgentEvent } from "./agent-event.ts";
import { askPatiently } from "./ask-patiently.ts";
import { CLIENT_LIMITS, type ClientLimits } from "./client-limits.ts";
import type { DashboardReply, DashboardRequest } from "./dashboard-schema.ts";
import { type Answer, exchange, readRefusal } from "./exchange.ts";
import type { JobActionReply, JobActionRequest, JobsReply, JobsRequest } from "./job-schema.ts";
import type { MovesReply, MovesRequest } from "./move-schema.ts";
import { openRequest, type Question } from "./open-request.ts";
import type { PageReply, PageRequest, PageRoute } from "./page-routes.ts";
import type { PreviewReply, PreviewRequest } from "./preview-schema.ts";
import {
  type CanaryReply,
  type CanaryRequest,
  type Health,
  type LookReply,
  type LookRequest,
  type ReloadReply,
  type Route,
} from "./protocol.ts";
import { readEvents } from "./read-events.ts";
import { ROUTES } from "./routes.ts";
import { checkSocketFolder } from "./socket-folder.ts";
import { socketAddress } from "./socket-path.ts";
import type { Status } from "./status-schema.ts";
import type { ResultsReply, ResultsRequest, TaskRunReply, TaskRunRequest } from "./task-schema.ts";
import { bearer, readToken } from "./token.ts";

/** A request for looks. */
export interface LookCall extends LookRequest {
  /** How long to wait for them; ten minutes unless the caller says otherwise. */
  readonly deadlineMs?: number;
  /** Aborting it rejects the call with its reason; the looks go on. */
  readonly signal?: AbortSignal;
}

/**
 * Speaks to the agent of one home.
 *
 * No call outlasts its deadline, whatever is at the other end. Every call throws a
 * ProtocolError when that is no agent, or one of a version that we do not understand.
 */
export interface Client {
  /** Asks without the token whether an agent is there and well. */
  readonly health: () => Promise<Answer<Health>>;
  /** Has the agent empty the spool, as a hook does. */
  readonly signal: () => Promise<Answer<void>>;
  /** Asks which records of canaries have arrived; `waitMs` is how long the agent waits for them. */
  readonly canary: (request: CanaryRequest) => Promise<Answer<CanaryReply>>;
  readonly status: () => Promise<Answer<Status>>;
  /**
   * Opens the stream of events, see {@link readEvents}.
   *
   * @param signal ends the stream
   */
  readonly events: (signal: AbortSignal) => Promise<Answer<AsyncIterable<AgentEvent>>>;
  /** Asks for looks; a caller that waits learns within seconds when the agent ends or hangs. */
  readonly look: (call: LookCall) => Promise<Answer<LookReply>>;
  /** Asks what looks would do; the remotes answer in their own time. */
  readonly preview: (request: PreviewRequest) => Promise<Answer<PreviewReply>>;
  /** Asks which refs were moved, newest first. */
  readonly moves: (request: MovesRequest) => Promise<Answer<MovesReply>>;
  /** Has the agent write down a move that the caller is about to make; gives its number. */
  readonly planMove: (move: PlannedOperation) => Promise<Answer<{ readonly id: number }>>;
  /** Has the agent write down how such a move ended. */
  readonly settleMove: (end: {
    readonly id: number;
    readonly outcome: OperationOutcome;
  }) => Promise<Answer<void>>;
  /** Asks what is queued, runs, failed or is done: looks and tasks. */
  readonly jobs: (request: JobsRequest) => Promise<Answer<JobsReply>>;
  /** Has jobs retried, cancelled or discarded. */
  readonly actOnJobs: (request: JobActionRequest) => Promise<Answer<JobActionReply>>;
  /** Has a task run now; the jobs are queued when this returns, and can be followed by `run`. */
  readonly runTask: (request: TaskRunRequest) => Promise<Answer<TaskRunReply>>;
  /** Asks what came of runs of tasks. */
  readonly results: (request: ResultsRequest) => Promise<Answer<ResultsReply>>;
  /** Asks what the dashboard may ask. */
  readonly page: <Name extends PageRoute>(
    name: Name,
    request: PageRequest<Name>,
    signal?: AbortSignal,
  ) => Promise<Answer<PageReply<Name>>>;
  /** Asks for an address at which a browser of this machine can show the dashboard, once. */
  readonly dashboard: (request: DashboardRequest) => Promise<Answer<DashboardReply>>;
  /** Has the agent read its settings again. */
  readonly reload: () => Promise<Answer<ReloadReply>>;
  /** Asks the agent to end. It has agreed, not yet ended, when this returns. */
  readonly stop: () => Promise<Answer<void>>;
}

/** What a test may replace. */
export interface ClientOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<ClientLimits>;
}

/** Makes a client for the agent of a home. Nothing is connected before the first call. */
export function openClient(home: Home, options: ClientOptions = {}): Client {
  const limits = { ...CLIENT_LIMITS, ...options.limits };
  const clock = options.clock ?? systemClock;
  const address = socketAddress(home, process.platform);

  const question = (
    route: Route<unknown, unknown>,
    request: unknown,
    cut: AbortSignal,
  ): Question => {
    // Proof of life is asked of whoever is there, so it goes without the secret.
    const token = route.path === ROUTES.health.path ? undefined : readToken(home);
    return {
      socketPath: address.path,
      method: route.method,
      path: route.path,
      headers: {
        ...(token === undefined ? {} : { Authorization: bearer(token) }),
        ...(request === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: request === undefined ? "" : JSON.stringify(request),
      connectMs: limits.connectMs,
      cut,
    };
  };

  const ask = async <Request, Reply>(
    route: Route<Request, Reply>,
    request: Request,
    cut: AbortSignal,
  ): Promise<Answer<Reply>> => {
    if (checkSocketFolder(address) === "absent") return { kind: "no-agent" };
    return exchange(route, question(route, request, cut), limits.replyBytes);
  };

  const health = (): Promise<Answer<Health>> =>
    ask(ROUTES.health, undefined, AbortSignal.timeout(limits.answerMs));

  return {
    health,
    signal: () => ask(ROUTES.signal, undefined, AbortSignal.timeout(limits.answerMs)),
    canary: (request) => ask(ROUTES.canary, request, AbortSignal.timeout(limits.answerMs)),
    status: () => ask(ROUTES.status, undefined, AbortSignal.timeout(limits.answerMs)),
    preview: (request) => ask(ROUTES.previews, request, AbortSignal.timeout(limits.lookMs)),
    moves: (request) => ask(ROUTES.moves, request, AbortSignal.timeout(limits.answerMs)),
    planMove: (move) => ask(ROUTES.planMove, move, AbortSignal.timeout(limits.answerMs)),
    settleMove: (end) => ask(ROUTES.settleMove, end, AbortSignal.timeout(limits.answerMs)),
    jobs: (request) => ask(ROUTES.jobs, request, AbortSignal.timeout(limits.answerMs)),
    actOnJobs: (request) => ask(ROUTES.actOnJobs, request, AbortSignal.timeout(limits.reloadMs)),
    runTask: (request) => ask(ROUTES.runTask, request, AbortSignal.timeout(limits.reloadMs)),
    results: (request) => ask(ROUTES.results, request, AbortSignal.timeout(limits.answerMs)),
    page(name, request, signal) {
      const limit = AbortSignal.timeout(limits.lookMs);
      const cut = signal === undefined ? limit : AbortSignal.any([limit, signal]);
      return ask(pageRoute(name), request, cut);
    },
    dashboard: (request) => ask(ROUTES.dashboard, request, AbortSignal.timeout(limits.reloadMs)),
    reload: () => ask(ROUTES.reload, undefined, AbortSignal.timeout(limits.reloadMs)),
    stop: () => ask(ROUTES.stop, undefined, AbortSignal.timeout(limits.answerMs)),
    async look({ deadlineMs, signal, ...request }) {
      const caller = signal ?? new AbortController().signal;
      const askWithin = (limit: AbortSignal): Promise<Answer<LookReply>> =>
        ask(ROUTES.looks, request, AbortSignal.any([limit, caller]));
      const answer = request.wait
        ? await askPatiently(
            {
              ask: askWithin,
              areYouWell: health,
              checkEveryMs: limits.checkEveryMs,
              deadlineMs: deadlineMs ?? limits.lookMs,
            },
            clock,
          )
        : await askWithin(AbortSignal.timeout(limits.answerMs));
      caller.throwIfAborted();
      return answer;
    },
    async events(signal) {
      if (checkSocketFolder(address) === "absent") return { kind: "no-agent" };
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), limits.answerMs);
      try {
        const cut = AbortSignal.any([late.signal, signal]);
        const asked = question(ROUTES.events, undefined, cut);
        const opened = await openRequest(asked);
        signal.throwIfAborted();
        if (opened.kind !== "opened") return opened;
        return opened.response.statusCode === ROUTES.events.status
          ? { kind: "ok", value: readEvents(opened.response, limits) }
          : await readRefusal(opened.response, asked, limits.replyBytes);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The route of that name, with the types that go with it: a fact that the compiler cannot see through. */
function pageRoute<Name extends PageRoute>(name: Name) {
  const routes: {
    readonly [Each in PageRoute]: Route<PageRequest<Each>, PageReply<Each>>;
  } = ROUTES;
  return routes[name];
}
