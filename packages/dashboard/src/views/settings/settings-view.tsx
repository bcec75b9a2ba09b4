import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Spoken } from "../../design/spoken.tsx";
import { goTo } from "../../route/route.ts";
import { useAnswer, useLive } from "../../state/agent-context.tsx";
import { SettingRow } from "./setting-row.tsx";
import style from "./settings.module.css";

/** The settings, for all repositories or for one: what holds, where it comes from, and what it means. */
export function SettingsView({ query }: { query: URLSearchParams }) {
  const { status } = useLive();
  const repository = query.get("repository");
  const { answer, again } = useAnswer("settings", { repository });
  const isHeadless = status?.agent?.headless === true;
  return (
    <>
      <div className={style["head"]}>
        <h1>Settings</h1>
        <select
          aria-label="Whose settings"
          value={repository ?? ""}
          onChange={(event) => {
            const { value } = event.currentTarget;
            goTo("/settings", value === "" ? {} : { repository: value });
          }}
        >
          <option value="">All repositories</option>
          {status?.repositories.map(({ path }) => (
            <option key={path} value={path}>
              {path}
            </option>
          ))}
        </select>
      </div>
      <p className={style["intro"]}>
        {repository === null
          ? "These hold everywhere, unless a repository says otherwise. They stand in your global git config."
          : "These hold in this repository. What is changed here stands in its own git config, and outvotes what holds for all."}
      </p>
      {answer.kind !== "ok" ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : (
        <>
          {answer.value.problems.map((problem) => (
            <p key={problem} className={style["problem"]}>
              <Spoken>{problem}</Spoken>
            </p>
          ))}
          {isHeadless && repository === null ? (
            <Empty title="The host of this agent sets what holds for all">
              <p>Choose a repository above to change what holds there.</p>
            </Empty>
          ) : (
            <ul className={style["list"]}>
              {answer.value.settings.map((setting) => (
                <SettingRow
                  key={`${repository} ${setting.name} ${setting.shown} ${setting.origin}`}
                  setting={setting}
                  repository={repository}
                  onSaved={again}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}
