import { ago, span } from "@hookline/core/words";
import { useDeferredValue, useState } from "react";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Mark } from "../../design/mark.tsx";
import { useAnswer, useLive } from "../../state/agent-context.tsx";
import { useNow } from "../../state/use-now.ts";
import style from "./tasks.module.css";

const MOST = 50;

/** What came of the last runs, or of those whose output holds some words. */
export function Results() {
  const { status } = useLive();
  const now = useNow();
  const [words, setWords] = useState("");
  const query = useDeferredValue(words.trim());
  const { answer, again } = useAnswer(
    "results",
    {
      repository: null,
      task: null,
      file: null,
      job: null,
      query: query === "" ? null : query,
      most: MOST,
      before: null,
      output: false,
    },
    status?.queue,
  );
  const results = answer.kind === "ok" ? answer.value.results : undefined;
  return (
    <section className={style["results"]}>
      <div className={style["search"]}>
        <h2>Results</h2>
        <input
          type="search"
          aria-label="Search what tasks printed"
          placeholder="Search what tasks printed"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {results === undefined ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : results.length === 0 ? (
        <Empty title={query === "" ? "Nothing has run yet" : `Nothing holds “${query}”`} />
      ) : (
        <ul>
          {results.map((result) => (
            <li key={result.id}>
              <Mark sign={result.succeeded ? "good" : "bad"} size={16} />
              <div>
                <p>
                  <strong>{result.task}</strong> <code>{result.file}</code>
                </p>
                <p className={style["path"]}>
                  {result.ending}, after {span(result.durationMs)},{" "}
                  {ago(now - Date.parse(result.startedAt))}
                </p>
                {result.snippet === null ? null : <Snippet>{result.snippet}</Snippet>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Where the words were found; the agent marks each hit with two characters of its own. */
function Snippet({ children }: { children: string }) {
  const parts = children.split(/[\uE000\uE001]/);
  return (
    <p className={style["snippet"]}>
      {parts.map((part, at) =>
        at % 2 === 1 ? <mark key={`${at}`}>{part}</mark> : <span key={`${at}`}>{part}</span>,
      )}
    </p>
  );
}
