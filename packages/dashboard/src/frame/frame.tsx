import type { Status } from "@hookline/core/protocol";
import { type ReactNode, useEffect, useRef } from "react";
import { Empty, Loading } from "../design/empty.tsx";
import { Mark } from "../design/mark.tsx";
import { linkTo, type ViewPath } from "../route/route.ts";
import { useLive } from "../state/agent-context.tsx";
import style from "./frame.module.css";
import { overall } from "./overall.ts";

const NAMES: Readonly<Record<ViewPath, string>> = {
  "/": "Repositories",
  "/queue": "Retry queue",
  "/rescues": "Rescues",
  "/tasks": "Tasks",
  "/log": "Log",
  "/settings": "Settings",
};

/** What is around every view: where one can go, how everything is, and whether the agent answers. */
export function Frame({ view, children }: { view: ViewPath; children: ReactNode }) {
  const { link, status } = useLive();
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${NAMES[view]} · Hookline`;
    main.current?.scrollTo(0, 0);
  }, [view]);
  return (
    <div className={style["frame"]}>
      <header className={style["side"]}>
        <p className={style["brand"]}>
          <Hook /> Hookline
        </p>
        <nav aria-label="Views">
          <ul>
            {Object.entries(NAMES).map(([path, name]) => (
              <li key={path}>
                <a href={`#${path}`} aria-current={path === view ? "page" : undefined}>
                  {name}
                  <Count path={path} status={status} />
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {status?.agent == null ? null : (
          <p className={style["agent"]}>
            Agent {status.agent.version}
            <br />
            process {status.agent.pid}
          </p>
        )}
      </header>
      <main ref={main} className={style["main"]} tabIndex={-1}>
        <Overall status={status} />
        {link === "lost" && status !== undefined ? <Lost /> : null}
        {link === "shut-out" ? (
          <ShutOut />
        ) : status === undefined ? (
          <NotThere link={link} />
        ) : (
          children
        )}
      </main>
    </div>
  );
}

function Overall({ status }: { status: Status | undefined }) {
  const { sign, says } = overall(status, Date.now());
  return (
    <p className={style["overall"]} data-sign={sign} aria-live="polite">
      <Mark sign={sign} /> {says}
    </p>
  );
}

function Count({ path, status }: { path: string; status: Status | undefined }) {
  const queue = status?.queue;
  const failed = queue === undefined ? 0 : queue.dead + queue.retrying;
  if (path !== "/queue" || failed === 0) return null;
  return (
    <span className={style["count"]}>
      {failed}
      <span className="visually-hidden"> failed</span>
    </span>
  );
}

function Lost() {
  return (
    <p className={style["banner"]} role="alert">
      The agent does not answer; what you see is what it said last. If it does not come back, run{" "}
      <code>hookline start --detach</code>.
    </p>
  );
}

function ShutOut() {
  return (
    <Empty sign="warning" title="This browser is not let in any more">
      <p>
        Run <code>hookline dashboard</code>, or open the dashboard from the tray.
      </p>
    </Empty>
  );
}

function NotThere({ link }: { link: string }) {
  if (link === "connecting") return <Loading />;
  return (
    <Empty sign="warning" title="The agent does not answer">
      <p>
        It is asked again by itself. If it does not run, <code>hookline start --detach</code> starts
        it.
      </p>
    </Empty>
  );
}

/** The mark of the house: a line with a hook. */
function Hook() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path
        d="M13.5 2v11.2a4.2 4.2 0 1 1-8.4 0v-1.4m0 0-2.2 2.4m2.2-2.4 2.6 1.8"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="13.5" cy="2.6" r="1.6" fill="var(--accent)" />
    </svg>
  );
}

/** A link to another view, in the words of a sentence. */
export function ViewLink({
  to,
  query,
  children,
}: {
  to: ViewPath;
  query?: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  return <a href={linkTo(to, query)}>{children}</a>;
}
