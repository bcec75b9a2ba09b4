import type { ActivityEntry } from "@hookline/core/protocol";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Mark, type Sign } from "../../design/mark.tsx";
import { entryInWords } from "./entry-in-words.ts";
import style from "./timeline.module.css";

const SIGNS: Readonly<Record<ActivityEntry["kind"], Sign>> = {
  failed: "bad",
  held: "warning",
  rescued: "warning",
  synced: "good",
  recovered: "good",
  quiet: "quiet",
};

const FEW = 4;
const MANY = 100;

/** The same as the picture, in words: the newest first. */
export function EntryList({
  entries,
  isChosen,
  onAll,
}: {
  entries: readonly ActivityEntry[];
  isChosen: boolean;
  onAll: () => void;
}) {
  const [long, setLong] = useState(false);
  const sorted = entries.toSorted((one, other) => other.until.localeCompare(one.until));
  const most = long || isChosen ? MANY : FEW;
  const shown = sorted.slice(0, most);
  if (sorted.length === 0) return null;
  return (
    <div className={style["entries"]}>
      <ol>
        {shown.map((entry) => (
          <li key={entry.id}>
            <Mark sign={SIGNS[entry.kind]} size={16} />
            <time dateTime={entry.until} title={new Date(entry.until).toLocaleString()}>
              {new Date(entry.until).toLocaleTimeString([], {
                hour: "2-digit",
                minute: "2-digit",
                hour12: false,
              })}
            </time>
            <strong>{entry.repository.split(/[\\/]/).at(-1)}</strong>
            <span>{entryInWords(entry)}</span>
          </li>
        ))}
      </ol>
      {isChosen ? (
        <Button look="quiet" onClick={onAll}>
          Show all
        </Button>
      ) : sorted.length > FEW ? (
        <Button look="quiet" aria-expanded={long} onClick={() => setLong(!long)}>
          {long ? "Show less" : `Show ${Math.min(MANY, sorted.length) - FEW} more`}
        </Button>
      ) : null}
    </div>
  );
}
