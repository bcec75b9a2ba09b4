import type { SettingView } from "@hookline/core/protocol";
import { useState } from "react";
import { Button } from "../../design/button.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { Switch } from "../../design/switch.tsx";
import { useToast } from "../../design/toast.tsx";
import { useAct } from "../../state/use-act.ts";
import style from "./settings.module.css";

/** A repository's own file; anything else is wider, and not taken back from here. */
const OWN_FILE = /(?:^|[\\/])\.git[\\/]/;

/** How a setting without a value is shown. */
const NOTHING = "–";

/** One setting: what holds, what it means, and its editor. */
export function SettingRow({
  setting,
  repository,
  onSaved,
}: {
  setting: SettingView;
  repository: string | null;
  onSaved: () => void;
}) {
  const { fixed, meaning, name, origin, shown } = setting;
  const { act, busy } = useAct();
  const toast = useToast();
  const isSet = origin !== "default";
  const isOwn = repository === null ? isSet && !origin.startsWith("/etc/") : OWN_FILE.test(origin);
  const save = async (value: string | null) => {
    const saved = await act("writeSetting", { repository, name, value });
    if (saved === undefined) return;
    onSaved();
    toast({
      kind: "done",
      says: value === null ? `${name} is as by default again.` : `${name} is saved.`,
      undo: () =>
        void act("writeSetting", { repository, name, value: isOwn ? textOf(setting) : null }).then(
          onSaved,
        ),
    });
  };
  return (
    <li className={style["row"]}>
      <div className={style["about"]}>
        <h2 id={`setting-${name}`}>{name}</h2>
        <p>
          <Spoken>{meaning}</Spoken>
        </p>
        <p className={style["origin"]}>
          {isSet ? (
            <>
              From <code>{origin}</code>; by default <code>{setting.default}</code>
            </>
          ) : (
            "As by default"
          )}
        </p>
        {fixed === null ? null : (
          <p className={style["fixed"]}>
            <Spoken>{fixed}</Spoken>
          </p>
        )}
      </div>
      <div className={style["editor"]}>
        {fixed === null ? (
          <Editor setting={setting} busy={busy} onSave={(value) => void save(value)} />
        ) : (
          <code>{shown}</code>
        )}
        {isOwn && fixed === null ? (
          <Button look="quiet" busy={busy} onClick={() => void save(null)}>
            Back to default
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function Editor({
  setting,
  busy,
  onSave,
}: {
  setting: SettingView;
  busy: boolean;
  onSave: (value: string) => void;
}) {
  const { kind, name, shown } = setting;
  const saved = textOf(setting);
  const [text, setText] = useState(saved);
  if (kind.kind === "flag") {
    const on = shown !== "false";
    return (
      <Switch
        label={on ? "On" : "Off"}
        title={name}
        on={on}
        disabled={busy}
        onChange={(next) => onSave(String(next))}
      />
    );
  }
  if (kind.kind === "choice") {
    return (
      <select
        aria-labelledby={`setting-${name}`}
        value={shown}
        disabled={busy}
        onChange={(event) => onSave(event.currentTarget.value)}
      >
        {kind.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  return (
    <form
      className={style["form"]}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text);
      }}
    >
      {kind.kind === "list" ? (
        <textarea
          aria-labelledby={`setting-${name}`}
          rows={3}
          placeholder="One a line"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : (
        <input
          aria-labelledby={`setting-${name}`}
          inputMode={kind.kind === "whole" ? "numeric" : "text"}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Button
        type="submit"
        look={text === saved ? "plain" : "main"}
        disabled={text === saved}
        busy={busy}
      >
        Save
      </Button>
    </form>
  );
}

/** The value as it is edited: a list has one a line. */
function textOf({ kind, shown }: SettingView): string {
  if (shown === NOTHING) return "";
  return kind.kind === "list" ? shown.split(", ").join("\n") : shown;
}
