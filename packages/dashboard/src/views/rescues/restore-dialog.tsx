import type { RescueView } from "@hookline/core/protocol";
import { counted } from "@hookline/core/words";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { useAct } from "../../state/use-act.ts";
import style from "./rescues.module.css";

/** Gives the commits of a rescue back as a branch, and says how to go on. */
export function RestoreDialog({ rescue, onClose }: { rescue: RescueView; onClose: () => void }) {
  const { repository, name, commits } = rescue;
  const [branch, setBranch] = useState(`rescued/${name}`);
  const [made, setMade] = useState<string | null>(null);
  const { act, busy } = useAct();
  const restore = async () => {
    const as = { kind: "branch", branch: branch.trim() === "" ? null : branch.trim() } as const;
    const reply = await act("restoreRescue", { repository, name, as });
    if (reply !== undefined) setMade(reply.value.branch);
  };
  if (made !== null) {
    return (
      <Dialog
        title="The commits are back"
        onClose={onClose}
        actions={
          <Button look="main" onClick={onClose}>
            Done
          </Button>
        }
      >
        <p>
          The branch <code>{made}</code> holds {counted(commits, "commit")}. You are where you were.
        </p>
        <p>
          See them: <code>git log ..{made}</code>
        </p>
        <p>
          Take them: <code>git merge {made}</code>
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={`Get ${counted(commits, "commit")} back`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" busy={busy} onClick={() => void restore()}>
            Make the branch
          </Button>
        </>
      }
    >
      <p>
        They come back as a branch of their own. No other branch moves, and you stay where you are.
      </p>
      <label className={style["field"]}>
        Name of the branch
        <input
          value={branch}
          spellCheck={false}
          onChange={(event) => setBranch(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  );
}
