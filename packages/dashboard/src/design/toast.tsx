import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Button } from "./button.tsx";
import { Mark } from "./mark.tsx";
import style from "./toast.module.css";

/** A word about what was just done, or why not. */
export interface Toast {
  readonly kind: "done" | "failed";
  readonly says: string;
  readonly hint?: string | null;
  readonly undo?: () => void;
}

const Toasts = createContext<(toast: Toast) => void>(() => undefined);

/** How long a word about something done stays; a failure stays until it is read. */
const STAYS_MS = 6000;

/** Shows a toast. */
export function useToast(): (toast: Toast) => void {
  return useContext(Toasts);
}

/** Shows the toasts of everything below, one at a time: the newest counts. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const show = useCallback((next: Toast) => {
    setToast(next);
    if (next.kind === "done")
      setTimeout(() => setToast((now) => (now === next ? null : now)), STAYS_MS);
  }, []);
  return (
    <Toasts value={show}>
      {children}
      <div className={style["place"]} role="status" aria-live="polite">
        {toast === null ? null : (
          <div className={style["toast"]}>
            <Mark sign={toast.kind === "done" ? "good" : "bad"} />
            <p>
              {toast.says} {toast.hint ?? ""}
            </p>
            {toast.undo === undefined ? null : (
              <Button
                look="quiet"
                onClick={() => {
                  toast.undo?.();
                  setToast(null);
                }}
              >
                Undo
              </Button>
            )}
            <Button look="quiet" aria-label="Close" onClick={() => setToast(null)}>
              ✕
            </Button>
          </div>
        )}
      </div>
    </Toasts>
  );
}
