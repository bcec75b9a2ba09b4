import type { ActivityEntry, RepositoryStatus } from "@hookline/core/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNow } from "../../state/use-now.ts";
import { entryInWords } from "./entry-in-words.ts";
import { EntryList } from "./entry-list.tsx";
import { chooseLanes, type Lane, layLane, type Span, type TimeMark, ticks } from "./layout.ts";
import style from "./timeline.module.css";
import { useActivity } from "./use-activity.ts";

const HOUR_MS = 3_600_000;
const ZOOMS = [
  ["1 h", HOUR_MS],
  ["6 h", 6 * HOUR_MS],
  ["24 h", 24 * HOUR_MS],
  ["7 days", 7 * 24 * HOUR_MS],
] as const;
const DAY = 2;

const MOST_LANES = 8;
const LANE = 28;
const MARK = 6;
const NAMES = 132;
/** So that a mark of this very minute is not cut. */
const EDGE = 12;

/** The last day at a glance: what went out and came in, what failed, what was kept. */
export function Timeline({ repositories }: { repositories: readonly RepositoryStatus[] }) {
  const [zoom, setZoom] = useState<number>(DAY);
  const [shift, setShift] = useState(0);
  const [chosen, setChosen] = useState<readonly ActivityEntry[] | null>(null);
  // To the minute: the picture need not move with every second.
  const now = Math.ceil(useNow() / 60_000) * 60_000;
  const spanMs = ZOOMS[zoom]?.[1] ?? 24 * HOUR_MS;
  const [begin] = useState(() => Date.now() - 7 * 24 * HOUR_MS);
  const entries = useActivity(begin);
  const span: Span = { from: now - shift - spanMs, to: now - shift };
  const { ref, width } = useWidth();
  const drawn = Math.max(200, width - NAMES - EDGE);
  const lanes = useMemo(() => {
    const paths = repositories.map(({ path }) => path);
    const inSpan = (entries ?? []).filter(
      ({ until }) => Date.parse(until) >= span.from && Date.parse(until) <= span.to,
    );
    return chooseLanes(paths, inSpan, MOST_LANES).map((path) => layLane(path, inSpan, span, drawn));
  }, [entries, repositories, span.from, span.to, drawn]);
  const move = (by: number) => {
    setShift((before) => Math.min(7 * 24 * HOUR_MS - spanMs, Math.max(0, before + by)));
    setChosen(null);
  };
  const zoomTo = (next: number) => {
    setZoom(Math.min(ZOOMS.length - 1, Math.max(0, next)));
    setShift(0);
    setChosen(null);
  };
  const listed = chosen ?? lanes.flatMap(({ marks }) => marks.flatMap((mark) => mark.entries));
  return (
    <section className={style["timeline"]} aria-label="Activity">
      <header>
        <h2>Activity</h2>
        <div role="group" aria-label="How much time is shown">
          {ZOOMS.map(([name], at) => (
            <button key={name} type="button" aria-pressed={at === zoom} onClick={() => zoomTo(at)}>
              {name}
            </button>
          ))}
        </div>
      </header>
      <div
        ref={ref}
        className={style["picture"]}
        role="group"
        tabIndex={0}
        aria-label="Timeline; the arrow keys move it, plus and minus change how much is shown"
        onKeyDown={(event) => {
          const does: Readonly<Record<string, () => void>> = {
            ArrowLeft: () => move(spanMs / 4),
            ArrowRight: () => move(-spanMs / 4),
            "+": () => zoomTo(zoom - 1),
            "-": () => zoomTo(zoom + 1),
          };
          if (event.target !== event.currentTarget) return;
          const step = does[event.key];
          if (step === undefined) return;
          event.preventDefault();
          step();
        }}
      >
        {entries === undefined ? null : lanes.length === 0 ? (
          <p className={style["nothing"]}>Nothing happened in this time.</p>
        ) : (
          <Picture lanes={lanes} span={span} width={drawn} onChoose={setChosen} />
        )}
      </div>
      {shift > 0 ? (
        <button type="button" className={style["back"]} onClick={() => move(-shift)}>
          Back to now
        </button>
      ) : null}
      <EntryList entries={listed} isChosen={chosen !== null} onAll={() => setChosen(null)} />
    </section>
  );
}

function Picture({
  lanes,
  span,
  width,
  onChoose,
}: {
  lanes: readonly Lane[];
  span: Span;
  width: number;
  onChoose: (entries: readonly ActivityEntry[]) => void;
}) {
  const height = lanes.length * LANE;
  const place = (at: number) => NAMES + ((at - span.from) / (span.to - span.from)) * width;
  return (
    <svg width={width + NAMES + EDGE} height={height + 24} role="presentation">
      {ticks(span, Math.max(2, Math.floor(width / 72))).map(({ at, says }) => (
        <g key={at} className={style["tick"]}>
          <line x1={place(at)} x2={place(at)} y1={0} y2={height} />
          <text x={place(at)} y={height + 16} textAnchor="middle">
            {says}
          </text>
        </g>
      ))}
      {lanes.map(({ repository, marks, quiet }, row) => {
        const y = row * LANE + LANE / 2;
        const name = repository.split(/[\\/]/).findLast((part) => part !== "") ?? repository;
        return (
          <g key={repository}>
            <text className={style["name"]} x={0} y={y + 4}>
              {name.length > 17 ? `${name.slice(0, 16)}…` : name}
            </text>
            {quiet.map(({ from, to }) => (
              <line
                key={from}
                className={style["quiet"]}
                x1={NAMES + from}
                x2={NAMES + Math.max(to, from + 2)}
                y1={y}
                y2={y}
              />
            ))}
            {marks.map((mark) => (
              <MarkButton
                key={mark.x}
                mark={mark}
                x={NAMES + mark.x}
                y={y}
                name={name}
                onChoose={onChoose}
              />
            ))}
          </g>
        );
      })}
    </svg>
  );
}

function MarkButton({
  mark,
  x,
  y,
  name,
  onChoose,
}: {
  mark: TimeMark;
  x: number;
  y: number;
  name: string;
  onChoose: (entries: readonly ActivityEntry[]) => void;
}) {
  const [first] = mark.entries;
  const more = mark.entries.length > 1 ? ` and ${mark.entries.length - 1} more` : "";
  const says = first === undefined ? "" : `${entryInWords(first)}${more}`;
  const when = first === undefined ? "" : new Date(first.until).toLocaleTimeString();
  const choose = () => onChoose(mark.entries);
  return (
    <g
      className={style["mark"]}
      data-kind={mark.kind}
      role="button"
      tabIndex={0}
      aria-label={`${name}, ${when}: ${says}`}
      transform={`translate(${x} ${y})`}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      }}
    >
      <title>{`${when}  ${says}`}</title>
      <circle className={style["reach"]} r={LANE / 2} />
      <path d={SHAPES[mark.kind]} />
    </g>
  );
}

/** Each kind has a shape of its own. */
const SHAPES: Readonly<Record<TimeMark["kind"], string>> = {
  synced: `M0 ${-MARK}a${MARK} ${MARK} 0 1 0 .01 0Z`,
  recovered: `M0 ${-MARK + 2}a${MARK - 2} ${MARK - 2} 0 1 0 .01 0Z`,
  rescued: `M0 ${-MARK - 1}L${MARK + 1} 0 0 ${MARK + 1} ${-MARK - 1} 0Z`,
  held: `M0 ${-MARK}L${MARK + 1} ${MARK - 1}H${-MARK - 1}Z`,
  failed: `M${-MARK + 1} ${-MARK + 1}H${MARK - 1}V${MARK - 1}H${-MARK + 1}Z`,
};

/** How wide an element is, now and whenever that changes. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { ref, width };
}
