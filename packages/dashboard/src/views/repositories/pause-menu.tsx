import type { PauseRequest } from "@hookline/core/protocol";
import { useId, useRef } from "react";
import { Button } from "../../design/button.tsx";
import style from "./pause-menu.module.css";

type Pause = PauseRequest["pause"];

const HOUR_MS = 3_600_000;

/** At this hour tomorrow begins for somebody who paused until then. */
const MORNING = 7;

/** Pauses for as long as one chooses, or ends the pause. */
export function PauseMenu({
  paused,
  onPause,
}: {
  paused: boolean;
  onPause: (pause: Pause) => void;
}) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  if (paused) return <Button onClick={() => onPause({ kind: "resume" })}>Resume</Button>;
  const choose = (pause: Pause) => {
    menu.current?.hidePopover();
    onPause(pause);
  };
  return (
    <span className={style["place"]}>
      <Button popoverTarget={id} aria-haspopup="menu">
        Pause <span aria-hidden="true">▾</span>
      </Button>
      <div ref={menu} id={id} popover="auto" className={style["menu"]}>
        <Button look="quiet" onClick={() => choose({ kind: "until", at: soon(HOUR_MS) })}>
          For 1 hour
        </Button>
        <Button look="quiet" onClick={() => choose({ kind: "until", at: tomorrow() })}>
          Until tomorrow
        </Button>
        <Button look="quiet" onClick={() => choose({ kind: "until-resumed" })}>
          Until I resume it
        </Button>
      </div>
    </span>
  );
}

function soon(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

function tomorrow(): string {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING).toISOString();
}
