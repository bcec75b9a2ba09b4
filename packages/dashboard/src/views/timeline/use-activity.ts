import type { ActivityEntry, ActivityReply } from "@hookline/core/protocol";
import { useEffect, useState } from "react";
import type { Asked } from "../../connection/connection.ts";
import { useAsk, useLive } from "../../state/agent-context.tsx";

/** How many entries are drawn at most; the newest. */
const MOST = 20_000;
const PAGE = 5000;

/** Everything that happened since a time, the newest first, and what is added. */
export function useActivity(since: number): readonly ActivityEntry[] | undefined {
  const ask = useAsk();
  const { link, news } = useLive();
  const [asked, setAsked] = useState<readonly ActivityEntry[]>();
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      const found: ActivityEntry[] = [];
      for (let before: number | null = null; found.length < MOST; ) {
        const reply: Asked<ActivityReply> = await ask(
          "activity",
          {
            repository: null,
            since: new Date(since).toISOString(),
            until: null,
            most: PAGE,
            before,
          },
          stop.signal,
        );
        if (reply.kind !== "ok") return;
        found.push(...reply.value.entries);
        before = reply.value.entries.at(-1)?.id ?? null;
        if (!reply.value.more) break;
      }
      if (!stop.signal.aborted) setAsked(found);
    };
    if (link === "live") void read();
    return () => stop.abort();
  }, [ask, since, link]);
  if (asked === undefined) return undefined;
  const known = new Set(asked.map(({ id }) => id));
  return [...news.filter(({ id }) => !known.has(id)), ...asked];
}
