import { bad, type Finding, good, note } from "../doctor/finding.ts";
import type { ServiceView } from "./look-at-service.ts";
import { runsTheAgent } from "./plan-service.ts";
import type { MarkedProgram } from "./service-mark.ts";

const AGAIN = "Run `hookline service install`; it writes the service anew.";

/** What {@link judgeService} needs of a view. */
export type JudgedService = Omit<ServiceView, "manager"> & {
  readonly manager: Pick<ServiceView["manager"], "name" | "file" | "journal">;
};

/**
 * Says what is right and what is wrong with the service; nothing where there is none, since nobody has to
 * have one.
 *
 * @param own what a service would start that is installed now
 */
export function judgeService(view: JudgedService, own: MarkedProgram): readonly Finding[] {
  const { manager, starts, state } = view;
  if (view.text === null) {
    if (state.other === null) return [];
    return [
      note(`${state.other} is a service of that name, and not ours.`, "Hookline leaves it alone."),
    ];
  }
  if (starts === null)
    return [
      note(
        `${manager.file} is not ours.`,
        "Hookline leaves it alone; `hookline service` does nothing with it.",
      ),
    ];
  const wrong = whatIsWrong(view, starts, own);
  if (wrong !== undefined) return [wrong];
  return [good(`Service: ${manager.name} starts the agent at login, and again when it crashes`)];
}

function whatIsWrong(
  view: JudgedService,
  starts: MarkedProgram,
  own: MarkedProgram,
): Finding | undefined {
  const { manager, state, missing, reachable, agentPid } = view;
  if (missing !== null)
    return bad(`The service starts ${starts[missing]}, which is not there any more.`, AGAIN);
  if (starts.home !== own.home)
    return note(
      `The service is for the state folder ${starts.home}, and this is ${own.home}.`,
      "`hookline service install` makes it this one's.",
    );
  if (starts.main !== own.main)
    return note(`The service starts another Hookline: ${starts.main}.`, AGAIN);
  if (starts.node !== own.node)
    return note(`The service uses another Node: ${starts.node}.`, AGAIN);
  if (!reachable)
    return note(
      `${manager.file} is there, but ${manager.name} cannot be reached, so nothing starts it here.`,
      "Run `hookline start --detach`, or log in as yourself (not by `su` or `sudo`).",
    );
  if (state.other !== null)
    return bad(`${manager.name} uses ${state.other} instead of ${manager.file}.`, AGAIN);
  if (!state.enabled) return bad("The service does not start at login: it is disabled.", AGAIN);
  if (state.failing)
    return bad(
      "The service's agent ends by a failure, again and again.",
      `Read \`hookline log\` and ${manager.journal}.`,
    );
  if (agentPid !== null && !runsTheAgent(view))
    return note(
      `The agent (pid ${agentPid}) was started otherwise, so it is not started again when it crashes.`,
      "Run `hookline restart`: it starts by the service.",
    );
  return undefined;
}
