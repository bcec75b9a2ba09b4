import * as z from "zod";

/** Asks for an address at which a browser of this machine can show the dashboard, once. */
export const dashboardRequestSchema = z.object({
  /** What to show, as the dashboard names its views: `/queue`, `/rescues?name=…`. */
  view: z
    .string()
    .max(500)
    .regex(/^\/[\x21-\x7e]*$/)
    .nullable(),
});

/** See {@link dashboardRequestSchema}. */
export type DashboardRequest = z.output<typeof dashboardRequestSchema>;

/** The address holds a code that works once, within the minute. */
export const dashboardReplySchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() });

/** See {@link dashboardReplySchema}. */
export type DashboardReply = z.output<typeof dashboardReplySchema>;
