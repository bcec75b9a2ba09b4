import type { CheckRepositoryReply } from "@hookline/core/protocol";
import { useDeferredValue, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { NoAnswer } from "../../design/empty.tsx";
import { Mark } from "../../design/mark.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAnswer } from "../../state/agent-context.tsx";
import { useAct } from "../../state/use-act.ts";
import style from "./add-repository.module.css";
import { FolderList } from "./folder-list.tsx";

/** Has a person choose a repository, shows what was found of it, and adds it. */
export function AddRepository({ onClose }: { onClose: () => void }) {
  const [path, setPath] = useState("~/");
  const { act, busy } = useAct();
  const toast = useToast();
  const asked = useDeferredValue(path.trim());
  const { answer } = useAnswer("checkRepository", { path: asked === "" ? "~" : asked });
  const found = answer.kind === "ok" ? answer.value : undefined;
  const canAdd = found?.verdict === "can-be-added";
  const add = async () => {
    if (found === undefined) return;
    const reply = await act("addRepository", { path: found.path });
    if (reply === undefined) return;
    onClose();
    toast({ kind: "done", says: `Hookline syncs ${reply.value.path} from now on.` });
  };
  return (
    <Dialog
      title="Add a repository"
      wide
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" busy={busy} disabled={!canAdd} onClick={() => void add()}>
            Add
          </Button>
        </>
      }
    >
      <label className={style["path"]}>
        Folder
        <input
          value={path}
          autoFocus
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setPath(event.currentTarget.value)}
        />
      </label>
      <FolderList path={asked} onChoose={setPath} />
      {answer.kind === "refused" ? (
        <p className={style["refused"]}>{answer.message}</p>
      ) : found === undefined ? (
        <NoAnswer answer={answer} onAgain={() => setPath(path)} />
      ) : isOnTheWay(found) ? (
        <p className={style["soft"]}>Choose the folder of a git repository.</p>
      ) : (
        <Checks found={found} />
      )}
    </Dialog>
  );
}

/** A folder that is no repository is where one comes by on the way to one. */
function isOnTheWay({ verdict, checks, branch }: CheckRepositoryReply): boolean {
  return (
    verdict === "cannot-be-added" &&
    branch === null &&
    checks.some(({ says }) => says.includes("is no git repository"))
  );
}

function Checks({ found: { checks, path } }: { found: CheckRepositoryReply }) {
  return (
    <ul className={style["checks"]} aria-label={`What was found of ${path}`}>
      {checks.map(({ grade, says, next }) => (
        <li key={says}>
          <Mark sign={grade} />
          <div>
            <p>{says}</p>
            {next === null ? null : (
              <p className={style["soft"]}>
                <Spoken>{next}</Spoken>
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
