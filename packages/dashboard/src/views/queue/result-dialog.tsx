import type { JobView, TaskResult } from "@hookline/core/protocol";
import { span } from "@hookline/core/words";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Mark } from "../../design/mark.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import style from "./queue.module.css";

/** What the last runs of a job printed. */
export function ResultDialog({ job, onClose }: { job: JobView; onClose: () => void }) {
  const { answer, again } = useAnswer("results", {
    repository: null,
    task: null,
    file: null,
    job: job.id,
    query: null,
    most: 2,
    before: null,
    output: true,
  });
  const results = answer.kind === "ok" ? answer.value.results : undefined;
  return (
    <Dialog
      wide
      title={`${job.task ?? "task"} ${job.file ?? ""}`}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {results === undefined ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : results.length === 0 ? (
        <Empty title="It has not run yet" />
      ) : (
        results.map((result) => <Result key={result.id} result={result} />)
      )}
    </Dialog>
  );
}

function Result({ result }: { result: TaskResult }) {
  const { durationMs, ending, startedAt, stderr, stdout, succeeded } = result;
  return (
    <section className={style["result"]}>
      <p>
        <Mark sign={succeeded ? "good" : "bad"} /> {ending}, after {span(durationMs)}, at{" "}
        {new Date(startedAt).toLocaleString()}
      </p>
      {stdout ? <pre tabIndex={0}>{stdout}</pre> : null}
      {stderr ? (
        <>
          <h3>Standard error</h3>
          <pre tabIndex={0}>{stderr}</pre>
        </>
      ) : null}
      {stdout || stderr ? null : <p className={style["detail"]}>It printed nothing.</p>}
    </section>
  );
}
