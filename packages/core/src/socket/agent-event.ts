import * as z from "zod";
import { activitySchema } from "./activity-schema.ts";
import { queueStatusSchema, repositoryStatusSchema, statusSchema } from "./status-schema.ts";

/**
 * One line of the event stream.
 *
 * `status` comes first and holds everything; what follows replaces parts of it. `alive` says
 * that nothing happened, `stopping` is the last line of an agent that ends in good order.
 */
export const agentEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), status: statusSchema }),
  z.object({ type: z.literal("repository"), repository: repositoryStatusSchema }),
  z.object({ type: z.literal("queue"), queue: queueStatusSchema }),
  /** A new entry of the timeline, or one that has grown; its `id` tells. */
  z.object({ type: z.literal("activity"), entry: activitySchema }),
  z.object({ type: z.literal("gone"), path: z.string() }),
  z.object({ type: z.literal("alive") }),
  z.object({ type: z.literal("stopping") }),
]);

/** See {@link agentEventSchema}. */
export type AgentEvent = z.output<typeof agentEventSchema>;

/** The events that the agent publishes; the server adds the others by itself. */
export type PublishedEvent = Exclude<AgentEvent, { type: "alive" | "stopping" }>;

const typed = z.object({ type: z.string() });
const known: ReadonlySet<string> = new Set(
  agentEventSchema.options.map((option) => option.shape.type.value),
);

/** Writes one line of the stream, with exactly the fields of the protocol. */
export function writeEvent(event: AgentEvent): string {
  return `${JSON.stringify(agentEventSchema.parse(event))}\n`;
}

/**
 * Reads one line of the stream.
 *
 * @returns null for a type that we do not know: a newer agent may say more
 * @throws when the line is no event at all, or a known one in a wrong shape
 */
export function readEvent(line: string): AgentEvent | null {
  const value: unknown = JSON.parse(line);
  return known.has(typed.parse(value).type) ? agentEventSchema.parse(value) : null;
}
