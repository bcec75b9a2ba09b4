import type { PageReply, PageRequest, PageRoute } from "@hookline/core/protocol";
import { useCallback, useState } from "react";
import { useToast } from "../design/toast.tsx";
import { useAsk } from "./agent-context.tsx";

/** Has the agent do something; what it refuses is told in a toast. */
export type Act = <Name extends PageRoute>(
  name: Name,
  request: PageRequest<Name>,
) => Promise<{ readonly value: PageReply<Name> } | undefined>;

/** Has the agent do things for a person, and tells whether one is under way. */
export function useAct(): { readonly act: Act; readonly busy: boolean } {
  const ask = useAsk();
  const toast = useToast();
  const [running, setRunning] = useState(0);
  const act = useCallback<Act>(
    async (name, request) => {
      setRunning((count) => count + 1);
      const answer = await ask(name, request);
      setRunning((count) => count - 1);
      if (answer.kind === "ok") return { value: answer.value };
      toast(
        answer.kind === "lost"
          ? { kind: "failed", says: "The agent does not answer.", hint: "Try again in a moment." }
          : { kind: "failed", says: answer.message, hint: answer.hint },
      );
      return undefined;
    },
    [ask, toast],
  );
  return { act, busy: running > 0 };
}
