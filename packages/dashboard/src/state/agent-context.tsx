import type { PageReply, PageRequest, PageRoute } from "@hookline/core/protocol";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Asked } from "../connection/connection.ts";
import type { AgentStore, Live } from "./agent-store.ts";

const Agent = createContext<AgentStore | null>(null);

/** Gives everything below the agent that the page shows. */
export function AgentProvider({ store, children }: { store: AgentStore; children: ReactNode }) {
  useEffect(() => store.follow(), [store]);
  return <Agent value={store}>{children}</Agent>;
}

function useStore(): AgentStore {
  const store = useContext(Agent);
  if (store === null) throw new Error("there is no agent above");
  return store;
}

/** How the agent stands now. */
export function useLive(): Live {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.current);
}

/** Asks the agent something, once. */
export function useAsk(): AgentStore["connection"]["ask"] {
  return useStore().connection.ask;
}

/** What is known of an answer that a view is made of. */
export type Answered<Reply> = { readonly kind: "loading" } | Asked<Reply>;

/** An answer that a view is made of, and how to ask for it again. */
export interface Asking<Reply> {
  readonly answer: Answered<Reply>;
  readonly again: () => void;
}

/**
 * Asks for what a view is made of, and again whenever the request or `fresh` is another.
 *
 * The last answer stays until the next one is there, so nothing flickers.
 */
export function useAnswer<Name extends PageRoute>(
  name: Name,
  request: PageRequest<Name>,
  fresh: unknown = null,
): Asking<PageReply<Name>> {
  const ask = useAsk();
  const [answer, setAnswer] = useState<Answered<PageReply<Name>>>({ kind: "loading" });
  const [round, setRound] = useState(0);
  const key = JSON.stringify([name, request, fresh, round]);
  const asked = useRef(request);
  asked.current = request;
  useEffect(() => {
    const stop = new AbortController();
    void ask(name, asked.current, stop.signal).then((reply) => {
      if (!stop.signal.aborted) setAnswer(reply);
    });
    return () => stop.abort();
  }, [ask, name, key]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { answer, again };
}
