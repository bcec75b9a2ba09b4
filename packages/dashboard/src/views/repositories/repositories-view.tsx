import type { RepositoryStatus } from "@hookline/core/protocol";
import { describeRepository, tilde } from "@hookline/core/words";
import { useDeferredValue, useMemo, useState } from "react";
import { Button } from "../../design/button.tsx";
import { Empty } from "../../design/empty.tsx";
import { goTo } from "../../route/route.ts";
import { useLive } from "../../state/agent-context.tsx";
import { useNow } from "../../state/use-now.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { AddRepository } from "./add-repository.tsx";
import { AlphaDialog } from "./alpha-dialog.tsx";
import style from "./repositories.module.css";
import { RepositoryRow } from "./repository-row.tsx";

/** From so many repositories on, one can filter them. */
const FILTER_FROM = 12;

const GRAVITY = { bad: 0, warning: 1, busy: 2, quiet: 3, plain: 3, strong: 3, good: 4 } as const;

/** The repositories, the gravest first, and what happened to them. */
export function RepositoriesView({ query }: { query: URLSearchParams }) {
  const { status } = useLive();
  const now = useNow();
  const [filter, setFilter] = useState("");
  const [adding, setAdding] = useState(false);
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const repositories = status?.repositories;
  const sorted = useMemo(() => byGravity(repositories ?? [], wanted), [repositories, wanted]);
  const alphaFor = query.get("alpha");
  const asked = repositories?.find(({ path }) => path === alphaFor);
  if (repositories === undefined) return null;
  const isManaged = status?.agent?.headless !== true;
  return (
    <>
      <div className={style["head"]}>
        <h1>Repositories</h1>
        {repositories.length >= FILTER_FROM ? (
          <input
            type="search"
            aria-label="Filter repositories"
            placeholder={`Filter ${repositories.length} repositories`}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        ) : null}
        {isManaged && repositories.length > 0 ? (
          <Button onClick={() => setAdding(true)}>Add repository</Button>
        ) : null}
      </div>
      {query.has("no-panel") ? <NoPanel /> : null}
      {repositories.length === 0 ? (
        <Empty title="Commit as usual; Hookline does the rest">
          <p>
            It pushes what you commit, takes what others push, and keeps whatever it has to replace.
            Add a repository to begin.
          </p>
          {isManaged ? (
            <Button look="main" onClick={() => setAdding(true)}>
              Add repository
            </Button>
          ) : null}
        </Empty>
      ) : (
        <>
          <Timeline repositories={repositories} />
          <ul className={style["list"]} aria-label="Repositories">
            {sorted.map((one) => (
              <RepositoryRow
                key={one.path}
                status={one}
                now={now}
                isManaged={isManaged}
                startsOpen={query.get("open") === one.path}
              />
            ))}
          </ul>
          {sorted.length === 0 ? <Empty title={`No repository fits “${filter}”`} /> : null}
        </>
      )}
      {adding ? <AddRepository onClose={() => setAdding(false)} /> : null}
      {asked === undefined ? null : <AlphaDialog status={asked} onClose={() => goTo("/")} />}
    </>
  );
}

function byGravity(
  repositories: readonly RepositoryStatus[],
  wanted: string,
): readonly RepositoryStatus[] {
  return repositories
    .filter(({ path }) => tilde(path, undefined).toLowerCase().includes(wanted))
    .map((status) => ({ status, tone: describeRepository(status, 0).tone }))
    .toSorted(
      (one, other) =>
        GRAVITY[one.tone] - GRAVITY[other.tone] || one.status.path.localeCompare(other.status.path),
    )
    .map(({ status }) => status);
}

function NoPanel() {
  return (
    <p className={style["hint"]}>
      Your panel shows no tray icons, so the dashboard was opened instead. On GNOME, the extension
      “AppIndicator and KStatusNotifierItem Support” brings them; elsewhere, add a tray or
      notification area to the panel. The icon then appears by itself.
    </p>
  );
}
