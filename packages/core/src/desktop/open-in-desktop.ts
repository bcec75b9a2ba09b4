import { spawn } from "node:child_process";

/** What a desktop is asked to open with the program that the user chose for it. */
export type DesktopTarget = { readonly kind: "url" | "folder" | "file"; readonly name: string };

/** What came of it: `absent` where there is no such program, or it refused at once. */
export type OpenedInDesktop = "opened" | "absent";

/** How long a program may take to refuse; one that works on hands over and ends, or stays. */
const PATIENCE_MS = 4000;

/** The program that opens something on a platform, with its arguments; no shell is between. */
function openerFor(
  platform: NodeJS.Platform,
  { kind, name }: DesktopTarget,
): readonly [string, ...string[]] {
  switch (platform) {
    case "darwin":
      return ["open", name];
    case "win32":
      return kind === "url"
        ? ["rundll32", "url.dll,FileProtocolHandler", name]
        : ["explorer", name];
    default:
      return ["xdg-open", name];
  }
}

/**
 * Has the desktop open something.
 *
 * An address stands in the list of processes for as long as the opener lives; one with a code is good
 * for a single use by whoever comes first, which is the browser that it is handed to.
 */
export function openInDesktop(
  target: DesktopTarget,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<OpenedInDesktop> {
  const [program, ...args] = openerFor(platform, target);
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, stdio: "ignore", detached: true, windowsHide: true });
    const patience = setTimeout(() => resolve("opened"), PATIENCE_MS);
    const end = (opened: OpenedInDesktop): void => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.once("error", () => end("absent"));
    // explorer ends with 1 even where all is well.
    child.once("exit", (code) => end(code === 0 || platform === "win32" ? "opened" : "absent"));
    child.unref();
  });
}
