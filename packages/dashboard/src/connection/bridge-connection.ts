import { readEvent } from "@hookline/core/protocol";
import * as z from "zod";
import type { Connection } from "./connection.ts";
import { readReply } from "./http-connection.ts";

/** What the shell puts into the page: nothing but texts go through it. */
export interface PageBridge {
  /** Resolves to the answer as JSON, see {@link answerSchema}. */
  readonly ask: (name: string, request: string) => Promise<string>;
  /** Listens to lines of the event stream; `null` says that it ended. The returned function ends it. */
  readonly listen: (listener: (line: string | null) => void) => () => void;
}

const answerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ok"), text: z.string() }),
  z.object({
    kind: z.literal("refused"),
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
  }),
  z.object({ kind: z.literal("lost") }),
]);

/** Speaks to the agent through the shell that shows the page. */
export function bridgeConnection(bridge: PageBridge): Connection {
  return {
    async ask(name, request) {
      try {
        const told = await bridge.ask(name, JSON.stringify(request ?? {}));
        const answer = answerSchema.parse(JSON.parse(told));
        return answer.kind === "ok" ? readReply(name, answer.text) : answer;
      } catch {
        return { kind: "lost" };
      }
    },
    listen: (listener) =>
      bridge.listen((line) => {
        if (line === null) return listener({ kind: "lost" });
        const event = readEvent(line);
        if (event !== null) listener({ kind: "event", event });
      }),
  };
}
