import type { RepositoryPreview, RepositoryStatus } from "@hookline/core/protocol";
import { counted } from "@hookline/core/words";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { NoAnswer } from "../../design/empty.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import { useAct } from "../../state/use-act.ts";
import style from "./repositories.module.css";

/** Says what Alpha would do to which commits of a repository whose sides moved apart, and asks. */
export function AlphaDialog({
  status,
  onClose,
}: {
  status: RepositoryStatus;
  onClose: () => void;
}) {
  const { path } = status;
  const { act, busy } = useAct();
  const { answer, again } = useAnswer("previews", { repository: path, alpha: true });
  const preview = answer.kind === "ok" ? answer.value.previews[0] : undefined;
  const switchOn = async () => {
    if (await act("writeSetting", { repository: path, name: "alpha", value: "true" })) onClose();
  };
  return (
    <Dialog
      title="Let this machine win?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it off</Button>
          <Button
            look="main"
            busy={busy}
            disabled={answer.kind === "loading"}
            onClick={() => void switchOn()}
          >
            Switch Alpha on
          </Button>
        </>
      }
    >
      {preview === undefined ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : (
        <Consequence preview={preview} />
      )}
    </Dialog>
  );
}

function Consequence({ preview }: { preview: RepositoryPreview }) {
  const { pushes, replacesThere, upstream } = preview;
  const there = upstream ?? "the remote";
  if (replacesThere.count === 0) {
    return (
      <p>
        Nothing is replaced now. From now on, whenever both sides have moved on, your commits win,
        and those of {there} are kept on the remote as a rescue.
      </p>
    );
  }
  return (
    <>
      <p>
        Your {counted(pushes.count, "commit")} will stand on {there}, in the place of{" "}
        {counted(replacesThere.count, "commit")} of others. Those are kept on the remote as a
        rescue; nothing is lost.
      </p>
      <Commits title={`Will go out to ${there}`} commits={pushes} />
      <Commits title="Will be replaced there, and kept as a rescue" commits={replacesThere} />
    </>
  );
}

function Commits({ title, commits }: { title: string; commits: RepositoryPreview["pushes"] }) {
  const more = commits.count - commits.newest.length;
  if (commits.count === 0) return null;
  return (
    <section className={style["commits"]}>
      <h3>{title}</h3>
      <ul>
        {commits.newest.map(({ commit, subject }) => (
          <li key={commit}>
            <code>{commit.slice(0, 8)}</code> {subject}
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
    </section>
  );
}
