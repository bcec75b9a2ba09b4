import { counted, jobName } from "@hookline/core/words";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAct } from "../../state/use-act.ts";

/** What is to be discarded. */
export type Discarding =
  | { readonly kind: "one"; readonly id: string }
  | { readonly kind: "all"; readonly count: number };

/** Asks whether jobs are to be given up for good. */
export function DiscardDialog({ what, onClose }: { what: Discarding; onClose: () => void }) {
  const { act, busy } = useAct();
  const toast = useToast();
  const name = what.kind === "one" ? `job ${jobName(what.id)}` : counted(what.count, "job");
  const discard = async () => {
    const ids = what.kind === "one" ? [what.id] : null;
    const which = { ids, repository: null, task: null, run: null };
    const reply = await act("actOnJobs", { action: "discard", ...which });
    if (reply === undefined) return;
    onClose();
    toast(
      reply.value.changed === 0
        ? { kind: "failed", says: "There was nothing to discard any more." }
        : { kind: "done", says: `${counted(reply.value.changed, "job")} discarded.` },
    );
  };
  return (
    <Dialog
      title={`Discard ${name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" busy={busy} onClick={() => void discard()}>
            Discard
          </Button>
        </>
      }
    >
      <p>
        It is not tried again, and cannot be brought back. Your files and commits are not touched: a
        sync is looked at again with the next commit, a task with the next change of its file.
      </p>
    </Dialog>
  );
}
