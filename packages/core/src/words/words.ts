/** Says how long ago something was, for a glance. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 2) return "just now";
  return `${span(ms)} ago`;
}

/** Says how long something takes, in the one unit that matters. */
export function span(ms: number): string {
  const seconds = Math.max(0, ms / 1000);
  if (ms < 950) return `${Math.max(0, Math.round(ms))} ms`;
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `1 commit`, `2 commits`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const SIZES = ["kB", "MB", "GB", "TB"];

/** Says how much something is, in the one unit that matters. */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte");
  const power = Math.min(SIZES.length, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 9.95 ? Number(amount.toFixed(1)) : Math.round(amount)} ${SIZES[power - 1]}`;
}

/**
 * Makes a text from outside (a file's name, a commit's message) safe to show: a control character
 * could move the cursor or recolour what follows.
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

/** Shortens the home folder to `~`, as shells do. */
export function tilde(path: string, homeFolder: string | undefined): string {
  if (!homeFolder || (path !== homeFolder && !path.startsWith(`${homeFolder}/`))) return path;
  return `~${path.slice(homeFolder.length)}`;
}

/** The time of day, as a clock shows it here; with the day where it is not today. */
export function clockTime(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  if (isToday) return time;
  return `${new Date(at).toLocaleDateString("en-GB", { weekday: "short" })} ${time}`;
}
