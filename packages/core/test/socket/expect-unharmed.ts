import { expect } from "vitest";
import type { TestServer } from "./a-server.ts";

/** Whatever a peer did: the server is well, and no handler ran. */
export async function expectUnharmed({ calls, client, log }: TestServer): Promise<void> {
  await expect.poll(client.health, { timeout: 30_000 }).toMatchObject({ kind: "ok" });
  expect(calls).toEqual([]);
  expect(log.events.map(({ event }) => event)).not.toContain("fault.unexpected");
}
