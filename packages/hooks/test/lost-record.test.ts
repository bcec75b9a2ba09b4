import { expect, test, vi } from "vitest";
import { agentAt, clientsHere, hooked } from "./hook-agent.ts";
import { run } from "./scratch-repository.ts";

const WARNING = "[Hookline Warning] Sync failed - queuing for retry\n";
const commit = ["commit", "--quiet", "--allow-empty", "--message=x"] as const;

test.each(clientsHere())(
  "a living agent is told of a record that cannot be written, with $kind",
  async (client) => {
    const hooks = await hooked(client);
    const { heard } = await agentAt(hooks);
    await run("rm", ["-r", hooks.scratch.spool]);
    const { stderr } = await hooks.scratch.git(...commit);
    expect(stderr).toBe(WARNING);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ url: "/v1/feedback" });
    expect(JSON.parse(heard[0]?.body ?? "")).toEqual({
      id: expect.stringMatching(/^\d+-\d+$/),
      waitMs: 0,
      lost: true,
    });
  },
);
