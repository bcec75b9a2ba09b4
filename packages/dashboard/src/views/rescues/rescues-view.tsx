import type { RescueView } from "@hookline/core/protocol";
import { ago } from "@hookline/core/words";
import { Empty, NoAnswer } from "../../design/empty.tsx";
import { Mark } from "../../design/mark.tsx";
import { goTo, linkTo } from "../../route/route.ts";
import { useAnswer, useLive } from "../../state/agent-context.tsx";
import { useNow } from "../../state/use-now.ts";
import { RescueDetail } from "./rescue-detail.tsx";
import style from "./rescues.module.css";

/** What was kept before it was replaced, and the way back. */
export function RescuesView({ query }: { query: URLSearchParams }) {
  const { status } = useLive();
  const latest = status?.repositories.map(({ lastRescue }) => lastRescue?.at).join();
  const repository = query.get("repository");
  const { answer, again } = useAnswer("rescues", { repository }, latest);
  const name = query.get("name");
  const rescues = answer.kind === "ok" ? answer.value.rescues : undefined;
  const open = rescues?.find((one) => one.name === name && one.repository === repository);
  return (
    <>
      <div className={style["head"]}>
        <h1>Rescues</h1>
        {repository === null ? null : (
          <p>
            in <code>{repository}</code> · <a href={linkTo("/rescues")}>show all</a>
          </p>
        )}
      </div>
      {rescues === undefined ? (
        <NoAnswer answer={answer} onAgain={again} />
      ) : rescues.length === 0 ? (
        <Empty sign="good" title="Nothing had to be rescued">
          <p>
            Before Hookline replaces commits or files, it keeps them here. You can look inside and
            get them back.
          </p>
        </Empty>
      ) : (
        <RescueList
          rescues={rescues}
          open={open}
          onGone={() => {
            goTo("/rescues");
            again();
          }}
        />
      )}
      {answer.kind === "ok"
        ? answer.value.failures.map(({ repository: path, says }) => (
            <p key={path} className={style["failure"]}>
              {path} could not be read: {says}
            </p>
          ))
        : null}
    </>
  );
}

function RescueList({
  rescues,
  open,
  onGone,
}: {
  rescues: readonly RescueView[];
  open: RescueView | undefined;
  onGone: () => void;
}) {
  const now = useNow();
  return (
    <ul className={style["list"]}>
      {rescues.map((rescue) => {
        const { at, host, name, repository, says } = rescue;
        const isOpen = rescue === open;
        const to = isOpen ? linkTo("/rescues") : linkTo("/rescues", { repository, name });
        return (
          <li key={`${repository} ${name}`} className={style["row"]}>
            <a className={style["summary"]} href={to} aria-expanded={isOpen}>
              <Mark sign="warning" />
              <span>
                <strong>{repository.split(/[\\/]/).at(-1)}</strong>
                <span className={style["says"]}>{says}</span>
              </span>
              <span className={style["when"]}>
                {at === null ? "" : <time dateTime={at}>{ago(now - Date.parse(at))}</time>}
                {host === null ? null : <span>on {host}</span>}
              </span>
            </a>
            {isOpen ? <RescueDetail rescue={rescue} onGone={onGone} /> : null}
          </li>
        );
      })}
    </ul>
  );
}
