/** The channels between the page's preload script and the main process. */
export const CHANNELS = {
  ask: "hookline:ask",
  listen: "hookline:listen",
  line: "hookline:line",
} as const;
