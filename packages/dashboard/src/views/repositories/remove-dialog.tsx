import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAct } from "../../state/use-act.ts";

/** Asks whether a repository is to be left alone. */
export function RemoveDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { act, busy } = useAct();
  const toast = useToast();
  const remove = async () => {
    if ((await act("removeRepository", { path })) === undefined) return;
    onClose();
    toast({
      kind: "done",
      says: `${path} is left alone.`,
      undo: () => void act("addRepository", { path }),
    });
  };
  return (
    <Dialog
      title="Stop syncing this repository?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep syncing</Button>
          <Button look="danger" busy={busy} onClick={() => void remove()}>
            Stop syncing
          </Button>
        </>
      }
    >
      <p>
        <code>{path}</code>
      </p>
      <p>
        Hookline takes out the hooks that it put in, and leaves the repository alone. Its files,
        commits and rescues stay as they are.
      </p>
    </Dialog>
  );
}
