import type * as z from "zod";
import type { ROUTES } from "./routes.ts";

/** What a page may ask of the agent. Hooks, probes and the end of the agent are not for it. */
export const PAGE_ROUTES = [
  "status",
  "looks",
  "previews",
  "jobs",
  "actOnJobs",
  "runTask",
  "results",
  "activity",
  "settings",
  "writeSetting",
  "pause",
  "rescues",
  "rescue",
  "rescuePatch",
  "restoreRescue",
  "dropRescue",
  "checkRepository",
  "addRepository",
  "removeRepository",
  "folders",
  "tasks",
  "log",
] as const satisfies readonly (keyof typeof ROUTES)[];

/** See {@link PAGE_ROUTES}. */
export type PageRoute = (typeof PAGE_ROUTES)[number];

/** What a page asks of a route. */
export type PageRequest<Name extends PageRoute> =
  (typeof ROUTES)[Name]["request"] extends z.ZodType<infer Request> ? Request : never;

/** What a route replies to a page. */
export type PageReply<Name extends PageRoute> =
  (typeof ROUTES)[Name]["reply"] extends z.ZodType<infer Reply> ? Reply : never;
