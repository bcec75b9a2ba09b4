import type { LogLine, LogRequest } from "@hookline/core/protocol";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Mark, type Sign } from "../../design/mark.tsx";
import { goTo } from "../../route/route.ts";
import { useLive } from "../../state/agent-context.tsx";
import style from "./log.module.css";
import { useLog } from "./use-log.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;
const LEVEL_NAMES = {
  debug: "Everything",
  info: "Info",
  warn: "Warnings",
  error: "Errors",
} as const;
const SIGNS: Readonly<Record<LogLine["level"], Sign>> = {
  debug: "quiet",
  info: "quiet",
  warn: "warning",
  error: "bad",
};

const ROW = 26;

/** What the agent did, line by line, as it does it. */
export function LogView({ query }: { query: URLSearchParams }) {
  const { status } = useLive();
  const [level, setLevel] = useState<LogRequest["level"]>("info");
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  const repository = query.get("repository");
  const { answer, lines, hasOlder, older } = useLog({ level, repository, words });
  return (
    <>
      <div className={style["head"]}>
        <h1>Log</h1>
        <select
          aria-label="Which levels"
          value={level}
          onChange={(event) => {
            const next = LEVELS.find((one) => one === event.currentTarget.value);
            if (next !== undefined) setLevel(next);
          }}
        >
          {LEVELS.map((one) => (
            <option key={one} value={one}>
              {LEVEL_NAMES[one]}
            </option>
          ))}
        </select>
        <select
          aria-label="Which repository"
          value={repository ?? ""}
          onChange={(event) => {
            const { value } = event.currentTarget;
            goTo("/log", value === "" ? {} : { repository: value });
          }}
        >
          <option value="">All repositories</option>
          {status?.repositories.map(({ path }) => (
            <option key={path} value={path}>
              {path}
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label="Words in the log"
          placeholder="Words"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {lines === undefined ? (
        <NoAnswer answer={answer} onAgain={() => setLevel(level)} />
      ) : lines.length === 0 ? (
        <Empty title="No line fits" />
      ) : (
        <Lines lines={lines} hasOlder={hasOlder} onOlder={older} />
      )}
      {status?.agent?.log == null ? null : (
        <p className={style["file"]}>
          The whole of it: <code>{status.agent.log}</code>
        </p>
      )}
    </>
  );
}

function Lines({
  lines,
  hasOlder,
  onOlder,
}: {
  lines: readonly LogLine[];
  hasOlder: boolean;
  onOlder: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const rows = useVirtualizer({
    count: lines.length,
    estimateSize: () => ROW,
    getScrollElement: () => box.current,
    getItemKey: (index) => lines[index]?.place ?? index,
    overscan: 12,
  });
  const first = lines[0]?.place;
  const before = useRef({ first, count: lines.length });
  useEffect(() => {
    const added = lines.length - before.current.count;
    // What was read before the first line must not push away what is looked at.
    if (before.current.first !== first && added > 0) rows.scrollToIndex(added, { align: "start" });
    else if (follows) rows.scrollToIndex(lines.length - 1, { align: "end" });
    before.current = { first, count: lines.length };
  }, [lines, first, follows]);
  return (
    <div className={style["place"]}>
      <div
        ref={box}
        className={style["box"]}
        role="log"
        aria-label="Log"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          setFollows(scrollHeight - scrollTop - clientHeight < ROW);
          if (scrollTop < ROW * 10 && hasOlder) onOlder();
        }}
      >
        <div className={style["all"]} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return line === undefined ? null : (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className={style["line"]}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Line line={line} />
              </div>
            );
          })}
        </div>
      </div>
      {follows ? null : (
        <Button
          className={style["newest"] ?? ""}
          onClick={() => rows.scrollToIndex(lines.length - 1, { align: "end" })}
        >
          Jump to newest
        </Button>
      )}
    </div>
  );
}

function Line({ line: { at, event, fields, level } }: { line: LogLine }) {
  const { repository, ...rest } = fields;
  const facts = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return (
    <>
      <Mark sign={SIGNS[level]} size={14} />
      <time dateTime={at}>{new Date(at).toLocaleTimeString([], { hour12: false })}</time>
      <span className={style["event"]} data-level={level}>
        <span className="visually-hidden">{level}: </span>
        {event}
      </span>
      <span className={style["fields"]}>
        {typeof repository === "string" ? <b>{repository.split(/[\\/]/).at(-1)} </b> : null}
        {facts.join("  ")}
      </span>
    </>
  );
}
