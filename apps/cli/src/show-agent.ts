import type { Agent } from "@hookline/core";
import { tilde } from "@hookline/core/words";
import type { Context } from "./context.ts";
import { liveLines } from "./out/live-lines.ts";
import { statusLines } from "./out/print-status.ts";
import { changesOf, type RepositoryChange } from "./out/repository-changes.ts";

/**
 * Shows a hosted agent until it has stopped: a live view on a terminal, a line for each change
 * elsewhere.
 *
 * @param above lines that stay over the live view
 */
export async function showAgent(
  context: Context,
  agent: Agent,
  above: readonly string[] = [],
): Promise<void> {
  const { out } = context;
  for (const line of above) out.line(line);
  await (out.isTerminal ? showLive(context, agent) : showChanges(context, agent));
  out.line("Stopped.");
}

async function showLive({ out, env }: Context, agent: Agent): Promise<void> {
  const live = liveLines(out);
  const draw = (): void => {
    const view = { now: Date.now(), homeFolder: env["HOME"], paint: out.paint };
    live.show([...statusLines(agent.status(), view), out.paint("quiet", "Ctrl-C stops.")]);
  };
  draw();
  const unsubscribe = agent.board.subscribe(draw);
  const clock = setInterval(draw, 1000);
  await agent.stopped;
  clearInterval(clock);
  unsubscribe();
  live.end();
}

async function showChanges({ out, env }: Context, agent: Agent): Promise<void> {
  const tell = ({ path, text }: RepositoryChange): void =>
    out.line(`${new Date().toTimeString().slice(0, 8)} ${tilde(path, env["HOME"])}: ${text}`);
  const known = new Map(agent.status().repositories.map((one) => [one.path, one]));
  agent.board.subscribe((event) => {
    if (event.type === "gone") known.delete(event.path);
    if (event.type !== "repository") return;
    for (const change of changesOf(known.get(event.repository.path), event.repository))
      tell(change);
    known.set(event.repository.path, event.repository);
  });
  await agent.stopped;
}
