import type { TaskView } from "@hookline/core/protocol";
import { counted } from "@hookline/core/words";
import { Button } from "../../design/button.tsx";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Mark } from "../../design/mark.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import { useAct } from "../../state/use-act.ts";
import { Results } from "./results.tsx";
import style from "./tasks.module.css";

const SIGNS = { runs: "good", paused: "paused", held: "warning" } as const;

/** The tasks of every repository: whether they run, and what came of them. */
export function TasksView() {
  const { answer, again } = useAnswer("tasks", { repository: null });
  const tasks = answer.kind === "ok" ? answer.value.tasks : undefined;
  return (
    <>
      <h1 className={style["title"]}>Tasks</h1>
      {tasks === undefined ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : tasks.length === 0 ? (
        <Empty title="No task is set">
          <p>
            A task is a command of yours that runs for the files of a commit. Set one up with{" "}
            <code>hookline task add</code>.
          </p>
        </Empty>
      ) : (
        <ul className={style["list"]}>
          {tasks.map((task) => (
            <TaskRow key={`${task.repository} ${task.name}`} task={task} />
          ))}
        </ul>
      )}
      {tasks !== undefined && tasks.length > 0 ? <Results /> : null}
    </>
  );
}

function TaskRow({ task }: { task: TaskView }) {
  const { grade, keys, name, next, problems, repository, says } = task;
  const { act, busy } = useAct();
  const toast = useToast();
  const start = async (kind: "all" | "queued") => {
    const reply = await act("runTask", { repository, task: name, files: { kind }, again: false });
    if (reply !== undefined)
      toast({
        kind: "done",
        says:
          reply.value.files === 0
            ? "There is nothing for it to do."
            : `It runs for ${counted(reply.value.files, "file")}; see the retry queue.`,
      });
  };
  return (
    <li className={style["row"]}>
      <Mark sign={SIGNS[grade]} />
      <div className={style["what"]}>
        <h2>{name}</h2>
        <p>
          It {says}. <span className={style["path"]}>{repository}</span>
        </p>
        {next === null ? null : (
          <p>
            <Spoken>{next}</Spoken>
          </p>
        )}
        {problems.map((problem) => (
          <p key={problem} className={style["problem"]}>
            <Spoken>{problem}</Spoken>
          </p>
        ))}
        <details>
          <summary>How it is set</summary>
          <dl className={style["keys"]}>
            {keys.map(({ key, shown, origin }) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>
                  <code>{shown}</code> <span className={style["path"]}>{origin}</span>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
      <div className={style["actions"]}>
        <Button busy={busy} disabled={grade === "held"} onClick={() => void start("queued")}>
          Run what is queued
        </Button>
        <Button
          look="quiet"
          busy={busy}
          disabled={grade === "held"}
          onClick={() => void start("all")}
        >
          Run for all files
        </Button>
      </div>
    </li>
  );
}
