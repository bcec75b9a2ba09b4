import type { LookPort } from "../../../src/sync/port.ts";
import type { LookRun } from "./look-run.ts";

/**
 * Puts a gate before and after every call of a port. What only compares commits has none: what two
 * commits are to each other never changes, so nothing can come between.
 */
export function withGates(port: LookPort, run: LookRun): LookPort {
  const gated =
    <Arguments extends readonly unknown[], Answer>(
      call: (...args: Arguments) => Promise<Answer>,
    ): ((...args: Arguments) => Promise<Answer>) =>
    async (...args) => {
      await run.gate();
      const answer = await call(...args);
      await run.gate();
      return answer;
    };
  return {
    mend: gated(port.mend),
    readLocal: gated(port.readLocal),
    askRemote: gated(port.askRemote),
    compare: port.compare,
    carriesDropped: port.carriesDropped,
    isRescuedThere: gated(port.isRescuedThere),
    inspect: gated(port.inspect),
    fetch: gated(port.fetch),
    staleRefs: port.staleRefs,
    removeRef: gated(port.removeRef),
    snapshot: gated(port.snapshot),
    createRef: gated(port.createRef),
    moveBranch: gated(port.moveBranch),
    rescueRemote: gated(port.rescueRemote),
    push: gated(port.push),
  };
}
