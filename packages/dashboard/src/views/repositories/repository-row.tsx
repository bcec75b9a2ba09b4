import type { RepositoryStatus } from "@hookline/core/protocol";
import { ago, describeRepository, troubleInWords } from "@hookline/core/words";
import { memo, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Mark, signOf } from "../../design/mark.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { Switch } from "../../design/switch.tsx";
import { useToast } from "../../design/toast.tsx";
import { ViewLink } from "../../frame/frame.tsx";
import { useAct } from "../../state/use-act.ts";
import { AlphaDialog } from "./alpha-dialog.tsx";
import { PauseMenu } from "./pause-menu.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import style from "./repositories.module.css";

/** One repository: how it stands, and what can be done about it. */
export const RepositoryRow = memo(function RepositoryRow({
  status,
  now,
  isManaged,
  startsOpen,
}: {
  status: RepositoryStatus;
  now: number;
  isManaged: boolean;
  startsOpen: boolean;
}) {
  const { act, busy } = useAct();
  const toast = useToast();
  const [asking, setAsking] = useState<"alpha" | "remove" | null>(null);
  const { path, alpha, paused, ahead, behind } = status;
  const words = describeRepository(status, now);
  const name = path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
  const headline = troubleInWords(status) ?? words.sentences[0];
  const more = words.sentences.filter((sentence) => sentence !== headline);
  const sign = paused ? "paused" : signOf(words.tone);
  return (
    <li className={style["row"]}>
      <div className={style["summary"]}>
        <Mark sign={sign} size={24} />
        <div className={style["what"]}>
          <h2>{name}</h2>
          <p className={style["path"]}>{path}</p>
          <p className={style["says"]} data-sign={sign}>
            {paused ? pausedSentence(status) : <Spoken>{headline ?? "In sync."}</Spoken>}
          </p>
        </div>
        <dl className={style["facts"]}>
          <div>
            <dt>Branch</dt>
            <dd>{words.branch === "" ? "–" : words.branch}</dd>
          </div>
          <div>
            <dt>Ahead / behind</dt>
            <dd>
              {ahead} / {behind}
            </dd>
          </div>
          <div>
            <dt>Last in sync</dt>
            <dd>
              {status.lastSuccessAt === null ? (
                "never"
              ) : (
                <time
                  dateTime={status.lastSuccessAt}
                  title={new Date(status.lastSuccessAt).toLocaleString()}
                >
                  {ago(now - Date.parse(status.lastSuccessAt))}
                </time>
              )}
            </dd>
          </div>
        </dl>
        <div className={style["actions"]}>
          <Switch
            label="Alpha"
            title={
              alpha
                ? "When both sides moved on, this machine wins; the remote’s commits are kept there."
                : "When both sides moved on, the remote wins; your commits are kept here."
            }
            on={alpha}
            onChange={(on) => {
              if (on && status.state === "diverged") setAsking("alpha");
              else void act("writeSetting", { repository: path, name: "alpha", value: String(on) });
            }}
          />
          <PauseMenu
            paused={paused}
            onPause={(pause) => void act("pause", { repository: path, pause })}
          />
          <Button
            busy={busy || status.activity === "looking"}
            disabled={paused}
            onClick={() =>
              void act("looks", { repository: path, wait: true }).then((reply) => {
                const [look] = reply?.value.results ?? [];
                if (look?.status.failure === null && look.status.hold === null)
                  toast({ kind: "done", says: `${name} is in sync.` });
              })
            }
          >
            {status.activity === "looking" ? "Syncing…" : "Sync now"}
          </Button>
        </div>
      </div>
      <details className={style["details"]} open={startsOpen}>
        <summary>Details</summary>
        <div className={style["more"]}>
          {words.next === null ? null : (
            <p>
              <strong>What to do.</strong> <Spoken>{words.next}</Spoken>
            </p>
          )}
          {more.map((sentence) => (
            <p key={sentence}>
              <Spoken>{sentence}</Spoken>
            </p>
          ))}
          {status.hold === null || status.hold.files.length === 0 ? null : (
            <ul className={style["files"]}>
              {status.hold.files.map((file) => (
                <li key={file}>{file}</li>
              ))}
            </ul>
          )}
          {status.warnings.map((warning) => (
            <p key={warning} className={style["warning"]}>
              <Spoken>{warning}</Spoken>
            </p>
          ))}
          <p className={style["links"]}>
            <ViewLink to="/rescues" query={{ repository: path }}>
              Rescues
            </ViewLink>
            <ViewLink to="/settings" query={{ repository: path }}>
              Settings
            </ViewLink>
            <ViewLink to="/log" query={{ repository: path }}>
              Log
            </ViewLink>
            {isManaged ? (
              <Button look="quiet" onClick={() => setAsking("remove")}>
                Stop syncing…
              </Button>
            ) : null}
          </p>
        </div>
      </details>
      {asking === "alpha" ? <AlphaDialog status={status} onClose={() => setAsking(null)} /> : null}
      {asking === "remove" ? <RemoveDialog path={path} onClose={() => setAsking(null)} /> : null}
    </li>
  );
});

function pausedSentence({ pausedUntil }: RepositoryStatus): string {
  if (pausedUntil === null) return "Syncing is paused.";
  const when = new Date(pausedUntil).toLocaleString([], {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `Syncing is paused until ${when}.`;
}
