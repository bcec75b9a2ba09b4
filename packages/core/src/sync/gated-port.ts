import type { GitFailure } from "../decide/git-failure.ts";
import type { Asked } from "../decide/remote-gate.ts";
import type { LookPort } from "./port.ts";

/** What every failing call of a port gives. */
export interface Failed {
  readonly kind: "failed";
  readonly failure: GitFailure;
}

/** What a call of a port gives otherwise. */
export interface Answered {
  readonly kind: "read" | "done" | "moved";
}

/**
 * Carries out a call that asks a remote host, or says why it must not be made now.
 *
 * @param asked a question is answered within seconds; a transfer takes as long as its size wants
 */
export type AskHost = <Answer extends Answered>(
  asked: Asked,
  call: () => Promise<Answer | Failed>,
) => Promise<Answer | Failed>;

/**
 * Leads every call of a port that asks the remote through the gate of its host. What is local goes
 * on as ever: a tick commits while the network is down.
 */
export function gatedPort(port: LookPort, ask: AskHost): LookPort {
  return {
    ...port,
    askRemote: (upstream) => ask("question", () => port.askRemote(upstream)),
    fetch: (upstream) => ask("transfer", () => port.fetch(upstream)),
    isRescuedThere: (upstream, commit) =>
      ask("question", () => port.isRescuedThere(upstream, commit)),
    rescueRemote: (upstream, ref) => ask("transfer", () => port.rescueRemote(upstream, ref)),
    push: (request) => ask("transfer", () => port.push(request)),
  };
}
