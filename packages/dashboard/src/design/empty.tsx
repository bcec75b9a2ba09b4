import type { ReactNode } from "react";
import type { Answered } from "../state/agent-context.tsx";
import style from "./empty.module.css";
import { Mark, type Sign } from "./mark.tsx";

/** What stands where there is nothing to show: why, and what to do. */
export function Empty({
  sign = "quiet",
  title,
  children,
}: {
  sign?: Sign;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className={style["empty"]}>
      <Mark sign={sign} size={32} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What stands in a view while there is no answer, or none that is of use. */
export function NoAnswer({ answer, onAgain }: { answer: Answered<unknown>; onAgain: () => void }) {
  if (answer.kind === "loading") return <Loading />;
  if (answer.kind === "ok") return null;
  const says = answer.kind === "lost" ? "The agent does not answer." : answer.message;
  const hint =
    answer.kind === "lost" ? "It is asked again as soon as it is there." : (answer.hint ?? "");
  return (
    <Empty sign="warning" title={says}>
      <p>{hint}</p>
      <button type="button" className={style["again"]} onClick={onAgain}>
        Try again
      </button>
    </Empty>
  );
}

/** Grey lines where text will be. */
export function Loading() {
  return (
    <div className={style["loading"]} role="status">
      <span className="visually-hidden">Loading</span>
      <i />
      <i />
      <i />
    </div>
  );
}
