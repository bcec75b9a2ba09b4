import type { JobState, JobsReply, JobView } from "@hookline/core/protocol";
import { useCallback, useEffect, useRef, useState } from "react";
import { type Answered, useAsk, useLive } from "../../state/agent-context.tsx";

/** How many jobs come at once. */
const PAGE = 500;

/** How long changes are gathered before the list is read again. */
const TOGETHER_MS = 500;

/** The jobs in some states, as far as they were scrolled to. */
export interface Jobs {
  readonly answer: Answered<JobsReply>;
  readonly jobs: readonly JobView[] | undefined;
  /** How many there are, those not read yet included. */
  readonly total: number;
  readonly counts: JobsReply["counts"] | undefined;
  readonly paused: boolean;
  /** Reads the next page. */
  readonly more: () => void;
  /** Reads everything again that was read. */
  readonly again: () => void;
}

/** Reads the jobs in some states, and reads them again when the queue has moved. */
export function useJobs(states: readonly JobState[]): Jobs {
  const ask = useAsk();
  const { status } = useLive();
  const [answer, setAnswer] = useState<Answered<JobsReply>>({ kind: "loading" });
  const [jobs, setJobs] = useState<readonly JobView[]>();
  const [round, setRound] = useState(0);
  const wanted = useRef(PAGE);
  const chosen = states.join();
  const queue = JSON.stringify(status?.queue);
  const read = useCallback(
    async (before: string | null, most: number, signal: AbortSignal) => {
      const request = { ids: null, repository: null, task: null, run: null, states, most, before };
      const reply = await ask("jobs", request, signal);
      if (!signal.aborted) setAnswer(reply);
      return reply.kind === "ok" ? reply.value.jobs : undefined;
    },
    [ask, chosen],
  );
  /** When the list was read last, so that a queue that never rests is read twice a second, and not never. */
  const readAt = useRef(0);
  const stopped = useRef(new AbortController());
  useEffect(() => {
    stopped.current = new AbortController();
    return () => stopped.current.abort();
  }, [read]);
  useEffect(() => {
    const { signal } = stopped.current;
    const refresh = async () => {
      readAt.current = Date.now();
      const found: JobView[] = [];
      while (found.length < wanted.current) {
        const most = Math.min(1000, wanted.current - found.length);
        const page = await read(found.at(-1)?.id ?? null, most, signal);
        if (page === undefined || signal.aborted) return;
        found.push(...page);
        if (page.length < most) break;
      }
      setJobs(found);
    };
    const waitMs = Math.max(0, readAt.current + TOGETHER_MS - Date.now());
    const timer = setTimeout(() => void refresh(), waitMs);
    return () => clearTimeout(timer);
  }, [read, queue, round]);
  const counts = answer.kind === "ok" ? answer.value.counts : undefined;
  return {
    answer,
    jobs,
    counts,
    total: counts === undefined ? 0 : states.reduce((sum, state) => sum + counts[state], 0),
    paused: answer.kind === "ok" && answer.value.paused,
    more: () => {
      if (jobs === undefined || jobs.length < wanted.current) return;
      wanted.current += PAGE;
      setRound((before) => before + 1);
    },
    again: () => setRound((before) => before + 1),
  };
}
