import type { RescueView } from "@hookline/core/protocol";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAct } from "../../state/use-act.ts";

/** Asks whether a rescue is to go for good. */
export function DropDialog({
  rescue,
  onClose,
  onGone,
}: {
  rescue: RescueView;
  onClose: () => void;
  onGone: () => void;
}) {
  const { act, busy } = useAct();
  const toast = useToast();
  const { repository, name } = rescue;
  const drop = async () => {
    if ((await act("dropRescue", { repository, name })) === undefined) return;
    onClose();
    onGone();
    toast({ kind: "done", says: "The rescue is gone." });
  };
  return (
    <Dialog
      title="Let this rescue go?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={() => void drop()}>
            Let it go
          </Button>
        </>
      }
    >
      <p>{rescue.says}</p>
      <p>What is on no branch cannot be brought back afterwards.</p>
    </Dialog>
  );
}
