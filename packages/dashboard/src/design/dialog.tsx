import { type ReactNode, useEffect, useRef } from "react";
import style from "./dialog.module.css";

/** A question that has to be answered before anything else; Escape and the backdrop say no. */
export function Dialog({
  title,
  children,
  actions,
  onClose,
  wide = false,
}: {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  onClose: () => void;
  wide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`${style["dialog"]} ${wide ? style["wide"] : ""}`}
      aria-labelledby="dialog-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={style["inside"]}>
        <h2 id="dialog-title">{title}</h2>
        <div className={style["body"]}>{children}</div>
        <div className={style["actions"]}>{actions}</div>
      </div>
    </dialog>
  );
}
