import type { RescueReply, RescueView } from "@hookline/core/protocol";
import { counted } from "@hookline/core/words";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { NoAnswer } from "../../design/empty.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import { useAct } from "../../state/use-act.ts";
import { DropDialog } from "./drop-dialog.tsx";
import { Patch, type PatchOf } from "./patch.tsx";
import style from "./rescues.module.css";
import { RestoreDialog } from "./restore-dialog.tsx";

/** What is inside a rescue, and what can be done with it. */
export function RescueDetail({ rescue, onGone }: { rescue: RescueView; onGone: () => void }) {
  const { repository, name } = rescue;
  const { answer, again } = useAnswer("rescue", { repository, name });
  if (answer.kind !== "ok") return <NoAnswer answer={answer} onAgain={again} />;
  return <Inside reply={answer.value} onGone={onGone} />;
}

function Inside({ reply, onGone }: { reply: RescueReply; onGone: () => void }) {
  const { rescue, commits, files, onlyHere, leftOut } = reply;
  const { repository, name, expiresAt } = rescue;
  const { act, busy } = useAct();
  const toast = useToast();
  const [asking, setAsking] = useState<"branch" | "drop" | null>(null);
  const [of, setOf] = useState<PatchOf>(
    rescue.commits > 0 || files.length === 0 ? { kind: "commits" } : { kind: "files" },
  );
  const putBack = async (paths: readonly string[]) => {
    const restored = await act("restoreRescue", { repository, name, as: { kind: "files", paths } });
    if (restored !== undefined)
      toast({
        kind: restored.value.whole ? "done" : "failed",
        says: restored.value.lines.join(" "),
      });
  };
  const more = rescue.commits - commits.length;
  return (
    <div className={style["inside"]}>
      <div className={style["actions"]}>
        {rescue.commits > 0 ? (
          <Button look="main" onClick={() => setAsking("branch")}>
            Get the commits back…
          </Button>
        ) : null}
        {files.length > 0 ? (
          <Button busy={busy} onClick={() => void putBack([])}>
            Put {counted(files.length, "file")} back
          </Button>
        ) : null}
        <Button look="danger" onClick={() => setAsking("drop")}>
          Let it go…
        </Button>
        <p className={style["kept"]}>
          {expiresAt === null
            ? "It is kept."
            : `It is kept until ${new Date(expiresAt).toLocaleDateString()} at least.`}
        </p>
      </div>
      {commits.length > 0 ? (
        <section>
          <h2>
            {counted(rescue.commits, "commit")}
            {onlyHere === 0
              ? ", on a branch as well"
              : onlyHere < rescue.commits
                ? `, ${onlyHere} of them on no branch`
                : ", on no branch"}
          </h2>
          <ul className={style["commits"]}>
            {commits.map(({ commit, subject }) => (
              <li key={commit}>
                <button
                  type="button"
                  aria-pressed={of.kind === "commit" && of.commit === commit}
                  onClick={() => setOf({ kind: "commit", commit })}
                >
                  <code>{commit.slice(0, 8)}</code> {subject}
                </button>
              </li>
            ))}
            {more > 0 ? <li>and {more} more</li> : null}
          </ul>
        </section>
      ) : null}
      {files.length > 0 ? (
        <section>
          <h2>{counted(files.length, "file")} not committed</h2>
          <ul className={style["commits"]}>
            {files.map(({ path, change }) => (
              <li key={path}>
                <button
                  type="button"
                  aria-pressed={of.kind === "file" && of.path === path}
                  onClick={() => setOf({ kind: "file", path })}
                >
                  <code>{path}</code> {change === "deleted" ? "(deleted)" : ""}
                </button>
                {change === "written" ? (
                  <Button
                    look="quiet"
                    aria-label={`Put ${path} back`}
                    onClick={() => void putBack([path])}
                  >
                    Put back
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {leftOut.length > 0 ? (
        <section>
          <h2>Not in it, and never in danger</h2>
          <ul className={style["left"]}>
            {leftOut.map(({ path, why }) => (
              <li key={path}>
                <code>{path}</code> ({why})
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Patch repository={repository} name={name} of={of} onAll={setOf} />
      {asking === "branch" ? (
        <RestoreDialog rescue={rescue} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "drop" ? (
        <DropDialog rescue={rescue} onClose={() => setAsking(null)} onGone={onGone} />
      ) : null}
    </div>
  );
}
