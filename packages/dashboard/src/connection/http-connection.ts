import { type PageReply, type PageRoute, ROUTES, readEvent } from "@hookline/core/protocol";
import * as z from "zod";
import type { Asked, Connection, Heard } from "./connection.ts";

/** How long to wait before the stream is opened again: at first, and at most. */
const AGAIN_MS = { first: 500, most: 8000 } as const;

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable().default(null),
  }),
});

/** Speaks to the gateway that the page came from. */
export function httpConnection(): Connection {
  return {
    async ask(name, request, signal) {
      try {
        const response = await fetch(`/api/${name}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(request ?? {}),
          signal: signal ?? null,
        });
        const text = await response.text();
        return response.ok ? readReply(name, text) : readRefusal(response.status, text);
      } catch {
        return { kind: "lost" };
      }
    },
    listen: (listener) => {
      const stop = new AbortController();
      void follow(listener, stop.signal);
      return () => stop.abort();
    },
  };
}

/** Reads what a route replied: the shape is checked, so that a page of another version says so. */
export function readReply<Name extends PageRoute>(
  name: Name,
  text: string,
): Asked<PageReply<Name>> {
  const schema: z.ZodType = ROUTES[name].reply;
  const parsed = schema.safeParse(text === "" ? undefined : JSON.parse(text));
  if (!parsed.success) return { kind: "lost" };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is the one that the type was made from
  return { kind: "ok", value: parsed.data as PageReply<Name> };
}

function readRefusal(status: number, text: string): Asked<never> {
  if (status === 401) {
    const message = "This browser is not let in any more.";
    const hint = "Run `hookline dashboard`, or open the dashboard from the tray.";
    return { kind: "refused", code: "unauthorized", message, hint };
  }
  const parsed = refusalSchema.safeParse(text === "" ? undefined : JSON.parse(text));
  return parsed.success ? { kind: "refused", ...parsed.data.error } : { kind: "lost" };
}

async function follow(listener: (heard: Heard) => void, signal: AbortSignal): Promise<void> {
  let waitMs: number = AGAIN_MS.first;
  while (!signal.aborted) {
    try {
      const response = await fetch("/api/events", { signal });
      if (response.status === 401) {
        listener({ kind: "shut-out" });
        return;
      }
      if (response.ok && response.body !== null) {
        waitMs = AGAIN_MS.first;
        for await (const line of lines(response.body)) {
          const event = readEvent(line);
          if (event !== null) listener({ kind: "event", event });
        }
      }
    } catch {
      // The agent went, or the page does; what follows tells the two apart.
    }
    if (signal.aborted) return;
    listener({ kind: "lost" });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    waitMs = Math.min(waitMs * 2, AGAIN_MS.most);
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (text + decoder.decode(value, { stream: true })).split("\n");
    text = parts.pop() ?? "";
    yield* parts.filter((part) => part !== "");
  }
}
