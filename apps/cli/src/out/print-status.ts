import type { RepositoryStatus, Status } from "@hookline/core/client";
import { counted, describeRepository, span, tilde } from "@hookline/core/words";
import type { Output } from "./output.ts";

/** What a rendering needs besides the status. */
export interface Viewpoint {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly homeFolder: string | undefined;
  readonly paint: Output["paint"];
}

/** Draws the status as lines. */
export function statusLines(status: Status, view: Viewpoint): string[] {
  const { paint } = view;
  const repositories = status.repositories.flatMap((repository) => [
    ...repositoryLines(repository, view),
    "",
  ]);
  if (repositories.length === 0) {
    repositories.push("Hookline syncs no repository yet. Add one: `hookline add <path>`", "");
  }
  return [...repositories, paint("quiet", agentLine(status, view))];
}

/** Draws one repository: its name, then a sentence or two, then what to do. */
function repositoryLines(
  repository: RepositoryStatus,
  { now, homeFolder, paint }: Viewpoint,
): string[] {
  const { mark, tone, branch, sentences, next } = describeRepository(repository, now);
  const name = paint("strong", tilde(repository.path, homeFolder));
  return [
    `${paint(tone, mark)} ${name}  ${paint("quiet", branch)}`.trimEnd(),
    `  ${sentences.join(" ")}`,
    ...(next === null ? [] : [`  ${paint(tone, "→")} ${next}`]),
    ...repository.warnings.map((warning) => `  ${paint("warning", "!")} ${warning}`),
  ];
}

function agentLine({ agent, queue }: Status, { now, homeFolder }: Viewpoint): string {
  const queued = [
    ...(queue.queued > 0 ? [`${queue.queued} waiting`] : []),
    ...(queue.running > 0 ? [`${queue.running} running`] : []),
    ...(queue.retrying > 0 ? [`${queue.retrying} to retry`] : []),
    ...(queue.dead > 0 ? [`${queue.dead} given up`] : []),
    ...(queue.spooled > 0 ? [`${counted(queue.spooled, "record")} from hooks`] : []),
  ];
  const queueText = queued.length === 0 ? "Queue empty." : `Queue: ${queued.join(", ")}.`;
  if (agent === null) {
    return `No agent is running, so nothing is fetched or tried again by itself; start it with \`hookline start --detach\`. ${queueText}`;
  }
  if (agent.drains) {
    return `No agent is running, but a background runner (pid ${agent.pid}) syncs what was committed, and ends. ${queueText}`;
  }
  const log = agent.log === null ? "" : `, log ${tilde(agent.log, homeFolder)}`;
  return `Agent ${agent.pid}, up for ${span(now - Date.parse(agent.startedAt))}${log}. ${queueText}`;
}
