import type { ConfigEntry } from "../git/config-list.ts";

/** The variables by which a container is told its settings, and the key that each outranks. */
const VARIABLES = [
  ["GIT_SYNC_ALPHA", "hookline.alpha"],
  ["GIT_SYNC_TICK_INTERVAL", "hookline.tickinterval"],
  ["GIT_SYNC_SYNC_INTERVAL", "hookline.syncinterval"],
] as const;

/** Reads the settings that the environment carries. A bare number is a count of seconds. */
export function environmentSettings(env: NodeJS.ProcessEnv): ConfigEntry[] {
  return VARIABLES.flatMap(([name, key]): ConfigEntry[] => {
    const text = env[name]?.trim();
    if (!text) return [];
    const isCount = key !== "hookline.alpha" && /^\d+$/.test(text);
    return [{ scope: "command", origin: name, key, value: isCount ? `${text}s` : text }];
  });
}

/**
 * The settings that a host without people has where nobody set them by hand; any other value
 * outranks them.
 *
 * @param env `HOOKLINE_HEADLESS=1` says that it is one
 */
export function headlessDefaults(env: NodeJS.ProcessEnv): ConfigEntry[] {
  if (env["HOOKLINE_HEADLESS"] !== "1") return [];
  return [
    {
      scope: "system",
      origin: "default of a headless agent",
      key: "hookline.ondirty",
      value: "rescue",
    },
  ];
}
