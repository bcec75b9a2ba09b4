import type { Status } from "../socket/status-schema.ts";
import type { MetricFamily, Sample } from "./exposition.ts";
import { LOOK_ENDS, type Meter, type RepositoryCounts, TICK_ENDS } from "./meter.ts";

type Labels = Sample["labels"];

/**
 * Everything that the agent measures, for a monitor: names, units and types as Prometheus asks for
 * (https://prometheus.io/docs/practices/naming/). The label `repository` is the folder.
 *
 * @param status what the agent says of itself now
 * @param memoryBytes what its process holds
 */
export function agentMetrics(
  status: Status,
  meter: Meter,
  memoryBytes: number,
): readonly MetricFamily[] {
  const repositories = status.repositories.map((repository) => ({
    repository,
    counts: meter.of(repository.path),
  }));
  const each = (
    samples: (counts: RepositoryCounts, labels: Labels) => readonly Sample[],
  ): readonly Sample[] =>
    repositories.flatMap(({ repository, counts }) =>
      samples(counts, { repository: repository.path }),
    );
  const counted = (name: string, help: string, count: (counts: RepositoryCounts) => number) =>
    counter(
      name,
      help,
      each((counts, labels) => [{ labels, value: count(counts) }]),
    );
  const seen = (
    name: string,
    help: string,
    value: (repository: Status["repositories"][number]) => number | null,
  ): MetricFamily =>
    gauge(
      name,
      help,
      repositories.flatMap(({ repository }) => {
        const measured = value(repository);
        return measured === null
          ? []
          : [{ labels: { repository: repository.path }, value: measured }];
      }),
    );

  return [
    counter(
      "hookline_looks_total",
      "Looks that ended, by result.",
      each(({ looks }, labels) =>
        LOOK_ENDS.map((result) => ({ labels: { ...labels, result }, value: looks[result] })),
      ),
    ),
    {
      name: "hookline_look_duration_seconds",
      help: "How long looks took.",
      type: "summary",
      samples: each(({ looks, lookMs }, labels) => [
        { labels, suffix: "_sum", value: lookMs / 1000 },
        { labels, suffix: "_count", value: LOOK_ENDS.reduce((sum, end) => sum + looks[end], 0) },
      ]),
    },
    counter(
      "hookline_look_failures_total",
      "Looks that failed, by kind of failure.",
      each(({ failures }, labels) =>
        [...failures].map(([kind, value]) => ({ labels: { ...labels, kind }, value })),
      ),
    ),
    counted("hookline_pushes_total", "Looks that sent commits.", ({ pushes }) => pushes),
    counted("hookline_pushed_commits_total", "Commits sent.", (counts) => counts.pushedCommits),
    counted("hookline_pulls_total", "Looks that took commits.", ({ pulls }) => pulls),
    counted("hookline_pulled_commits_total", "Commits taken.", (counts) => counts.pulledCommits),
    counted(
      "hookline_rescues_total",
      "States kept before they were replaced.",
      (counts) => counts.rescues,
    ),
    counter(
      "hookline_ticks_total",
      "Ticks that ended, by result.",
      each(({ ticks }, labels) =>
        TICK_ENDS.map((result) => ({ labels: { ...labels, result }, value: ticks[result] })),
      ),
    ),
    seen("hookline_ahead_commits", "Commits that the remote lacks.", ({ ahead }) => ahead),
    seen("hookline_behind_commits", "Commits that this side lacks.", ({ behind }) => behind),
    seen("hookline_last_look_timestamp_seconds", "When a look last ended.", (one) =>
      seconds(one.lastLookAt),
    ),
    seen("hookline_last_success_timestamp_seconds", "When it was last in sync.", (one) =>
      seconds(one.lastSuccessAt),
    ),
    gauge(
      "hookline_queue_jobs",
      "Jobs in the queue, by state.",
      (["queued", "running", "retrying", "dead"] as const).map((state) => ({
        labels: { state },
        value: status.queue[state],
      })),
    ),
    gauge("hookline_spooled_records", "Records of hooks that wait.", [
      { labels: {}, value: status.queue.spooled },
    ]),
    ...processMetrics(status, memoryBytes),
  ];
}

/** What every process tells, under the names that Prometheus' own clients use. */
function processMetrics({ agent }: Status, memoryBytes: number): readonly MetricFamily[] {
  if (agent === null) return [];
  const { version, node } = agent;
  return [
    gauge("hookline_build_info", "The version that runs; always 1.", [
      { labels: { version, node }, value: 1 },
    ]),
    gauge("process_start_time_seconds", "When the agent started.", [
      { labels: {}, value: seconds(agent.startedAt) ?? 0 },
    ]),
    gauge("process_resident_memory_bytes", "The memory that the agent holds.", [
      { labels: {}, value: memoryBytes },
    ]),
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: "counter", samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, help, type: "gauge", samples };
}

function seconds(isoTime: string | null): number | null {
  return isoTime === null ? null : Date.parse(isoTime) / 1000;
}
