import { listRegistered } from "@hookline/core";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import type { Context } from "./context.ts";

/**
 * Lists the repositories that are synced: those of the user's list, or, where a headless agent runs,
 * those that its host named.
 */
export async function syncedRepositories(context: Context): Promise<readonly AbsolutePath[]> {
  return (await headlessRepositories(context)) ?? listRegistered(context.door);
}

/** What a headless agent that runs was told to sync; undefined where none runs. */
export async function headlessRepositories({
  client,
}: Context): Promise<readonly AbsolutePath[] | undefined> {
  const status = await client.status();
  if (status.kind !== "ok" || status.value.agent?.headless !== true) return undefined;
  const { repositories, awaited } = status.value;
  return [...repositories, ...awaited].map(({ path }) => absolutePath(path));
}
