import type { AgentEvent, PageReply, PageRequest, PageRoute } from "@hookline/core/protocol";

/** What came of a question. */
export type Asked<Reply> =
  | { readonly kind: "ok"; readonly value: Reply }
  /** The agent says no, in its own words. */
  | {
      readonly kind: "refused";
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
    }
  /** Nobody answered, or not in words that we know. */
  | { readonly kind: "lost" };

/** How the stream of events stands, or what came on it. */
export type Heard =
  | { readonly kind: "event"; readonly event: AgentEvent }
  /** The stream ended; it is opened again by itself. */
  | { readonly kind: "lost" }
  /** This browser was not let in, or not any more: only `hookline dashboard` helps. */
  | { readonly kind: "shut-out" };

/** The way from the page to the agent: HTTP in a browser, a bridge in Electron. */
export interface Connection {
  /** Never rejects. */
  readonly ask: <Name extends PageRoute>(
    name: Name,
    request: PageRequest<Name>,
    signal?: AbortSignal,
  ) => Promise<Asked<PageReply<Name>>>;
  /** Listens until the returned function is called. */
  readonly listen: (listener: (heard: Heard) => void) => () => void;
}
