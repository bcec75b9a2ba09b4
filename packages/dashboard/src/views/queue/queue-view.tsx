import { JOB_STATES, type JobState, type JobView } from "@hookline/core/protocol";
import { counted } from "@hookline/core/words";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { useToast } from "../../design/toast.tsx";
import { goTo } from "../../route/route.ts";
import { useAct } from "../../state/use-act.ts";
import { DiscardDialog, type Discarding } from "./discard-dialog.tsx";
import { JobList } from "./job-list.tsx";
import style from "./queue.module.css";
import { ResultDialog } from "./result-dialog.tsx";
import { useJobs } from "./use-jobs.ts";

/** What went wrong comes first. */
const ORDER = [
  "dead",
  "retrying",
  "running",
  "queued",
  "done",
  "cancelled",
] as const satisfies readonly JobState[];

const NAMES: Readonly<Record<JobState, string>> = {
  dead: "Gave up",
  retrying: "Tried again",
  running: "Running",
  queued: "Queued",
  done: "Done",
  cancelled: "Cancelled",
};

/** The jobs: looks and tasks, those that failed first. */
export function QueueView({ query }: { query: URLSearchParams }) {
  const [states, setStates] = useState<readonly JobState[]>([
    "dead",
    "retrying",
    "running",
    "queued",
  ]);
  const jobs = useJobs(states);
  const { act, busy } = useAct();
  const toast = useToast();
  const [discarding, setDiscarding] = useState<Discarding | null>(() => {
    const id = query.get("discard");
    return id === null ? null : { kind: "one", id };
  });
  const [shown, setShown] = useState<JobView | null>(null);
  const { counts } = jobs;
  const failed = counts === undefined ? 0 : counts.dead + counts.retrying;
  const onJob = async (action: "retry" | "cancel", id: string | null) => {
    const ids = id === null ? null : [id];
    const reply = await act("actOnJobs", { action, ids, repository: null, task: null, run: null });
    if (reply === undefined) return;
    const did = action === "retry" ? "Trying" : "Cancelled";
    const again = action === "retry" ? " again" : "";
    toast({ kind: "done", says: `${did} ${counted(reply.value.changed, "job")}${again}.` });
    jobs.again();
  };
  return (
    <>
      <div className={style["head"]}>
        <h1>Retry queue</h1>
        <Button busy={busy} disabled={failed === 0} onClick={() => void onJob("retry", null)}>
          Retry all
        </Button>
        <Button
          look="danger"
          disabled={counts === undefined || counts.dead === 0}
          onClick={() => setDiscarding({ kind: "all", count: counts?.dead ?? 0 })}
        >
          Discard all…
        </Button>
      </div>
      {jobs.paused ? (
        <p className={style["hint"]}>
          Tasks are paused: what is queued waits until <code>hookline queue resume</code>.
        </p>
      ) : null}
      <fieldset className={style["filter"]}>
        <legend className="visually-hidden">Which jobs are shown</legend>
        {ORDER.map((state) => (
          <label key={state}>
            <input
              type="checkbox"
              checked={states.includes(state)}
              onChange={(event) =>
                setStates(
                  event.currentTarget.checked
                    ? JOB_STATES.filter((one) => one === state || states.includes(one))
                    : states.filter((one) => one !== state),
                )
              }
            />
            {NAMES[state]} <span>{counts?.[state] ?? 0}</span>
          </label>
        ))}
      </fieldset>
      {jobs.jobs === undefined ? (
        <NoAnswer answer={jobs.answer} onAgain={jobs.again} />
      ) : jobs.jobs.length === 0 ? (
        <Empty sign="good" title={failed === 0 ? "Nothing failed" : "Nothing to show"}>
          <p>
            What fails is tried again by itself; what keeps failing waits here for you. Nothing is
            dropped.
          </p>
        </Empty>
      ) : (
        <JobList
          jobs={jobs.jobs}
          total={jobs.total}
          onMore={jobs.more}
          onRetry={(id) => void onJob("retry", id)}
          onCancel={(id) => void onJob("cancel", id)}
          onDiscard={(id) => setDiscarding({ kind: "one", id })}
          onShow={setShown}
        />
      )}
      {discarding === null ? null : (
        <DiscardDialog
          what={discarding}
          onClose={() => {
            setDiscarding(null);
            if (query.has("discard")) goTo("/queue");
            jobs.again();
          }}
        />
      )}
      {shown === null ? null : <ResultDialog job={shown} onClose={() => setShown(null)} />}
    </>
  );
}
