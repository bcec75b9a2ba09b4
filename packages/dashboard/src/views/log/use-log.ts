import type { LogLine, LogRequest } from "@hookline/core/protocol";
import { useEffect, useRef, useState } from "react";
import { type Answered, useAsk } from "../../state/agent-context.tsx";

/** How many lines come at once, and how many are kept. */
const PAGE = 300;
const MOST = 20_000;

/** How often what is new is asked for, while somebody can see it. */
const EVERY_MS = 2000;

/** What is wanted of the log. */
export type LogChoice = Pick<LogRequest, "level" | "repository" | "words">;

/** The log as far as it was scrolled to, the oldest line first. */
export interface LogLines {
  readonly answer: Answered<unknown>;
  readonly lines: readonly LogLine[] | undefined;
  readonly hasOlder: boolean;
  /** Reads lines before the first. */
  readonly older: () => void;
}

/** Reads the end of the log, what is added to it, and what was before as far as it is asked for. */
export function useLog(choice: LogChoice): LogLines {
  const ask = useAsk();
  const [answer, setAnswer] = useState<Answered<unknown>>({ kind: "loading" });
  const [lines, setLines] = useState<readonly LogLine[]>();
  const [hasOlder, setHasOlder] = useState(false);
  const reading = useRef(false);
  /** Aborted when something else is wanted of the log. */
  const current = useRef<AbortSignal>(undefined);
  const { level, repository, words } = choice;
  const read = async (from: LogRequest["from"], signal?: AbortSignal) => {
    const request = { level, repository, words, most: PAGE, from };
    const reply = await ask("log", request, signal);
    if (signal?.aborted === true) return undefined;
    setAnswer(reply);
    return reply.kind === "ok" ? reply.value : undefined;
  };
  useEffect(() => {
    const stop = new AbortController();
    current.current = stop.signal;
    let last: string | null = null;
    let asking = false;
    const next = async () => {
      // An agent that is slow is asked once at a time, or a line would come twice.
      if (asking) return;
      asking = true;
      const from =
        last === null ? ({ kind: "newest" } as const) : ({ kind: "newer", place: last } as const);
      const reply = await read(from, stop.signal);
      asking = false;
      if (reply === undefined) return;
      if (from.kind === "newest") {
        setLines(reply.lines);
        setHasOlder(reply.older);
      } else if (reply.lines.length > 0) {
        setLines((before = []) => [...before, ...reply.lines].slice(-MOST));
      }
      last = reply.lines.at(-1)?.place ?? last;
    };
    void next();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void next();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [ask, level, repository, words]);
  const older = () => {
    const first = lines?.[0];
    if (first === undefined || reading.current || !hasOlder) return;
    reading.current = true;
    void read({ kind: "older", place: first.place }, current.current).then((reply) => {
      reading.current = false;
      if (reply === undefined) return;
      setLines((now = []) => [...reply.lines, ...now]);
      setHasOlder(reply.older);
    });
  };
  return { answer, lines, hasOlder, older };
}
