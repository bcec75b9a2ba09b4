import type { Tone } from "@hookline/core/words";
import style from "./mark.module.css";

/** The signs there are; the same as on the tray's icon. */
export type Sign = "good" | "busy" | "paused" | "warning" | "bad" | "offline" | "quiet";

const PATHS: Readonly<Record<Sign, string>> = {
  good: "M5 10.4 8.4 13.8 15 6.8",
  busy: "M15.5 8.2A6 6 0 0 0 4.6 7.4M4.5 11.8a6 6 0 0 0 10.9.8M15.6 4.4v3.9h-3.9M4.4 15.6v-3.9h3.9",
  paused: "M7.5 5.5v9M12.5 5.5v9",
  warning: "M10 4.8v6.4M10 14.8v.2",
  bad: "m5.8 5.8 8.4 8.4m0-8.4-8.4 8.4",
  offline: "M5.5 10h9",
  quiet: "M10 9.9v.2",
};

/** A state by its shape and colour; the words beside it say the same. */
export function Mark({ sign, size = 20 }: { sign: Sign; size?: number }) {
  return (
    <svg
      className={style["mark"]}
      data-sign={sign}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
    >
      {sign === "warning" ? (
        <path
          className={style["body"]}
          d="M8.7 2.7 1.9 14.6A1.7 1.7 0 0 0 3.3 17h13.4a1.7 1.7 0 0 0 1.4-2.4L11.3 2.7a1.5 1.5 0 0 0-2.6 0Z"
        />
      ) : sign === "bad" ? (
        <path className={style["body"]} d="M6.6 1.5h6.8l5.1 5.1v6.8l-5.1 5.1H6.6l-5.1-5.1V6.6Z" />
      ) : (
        <circle className={style["body"]} cx="10" cy="10" r="9" />
      )}
      <path className={style["sign"]} d={PATHS[sign]} />
    </svg>
  );
}

/** The sign that goes with a tone of the shared words. */
export function signOf(tone: Tone): Sign {
  switch (tone) {
    case "good":
    case "busy":
    case "warning":
    case "bad":
      return tone;
    default:
      return "quiet";
  }
}
