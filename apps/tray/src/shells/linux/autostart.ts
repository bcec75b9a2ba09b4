import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ConfigError, errorCode } from "@hookline/core/client";
import type { AutostartPort } from "../shell.ts";

/** The file that starts the tray with the session, after the freedesktop autostart specification. */
const FILE = "hookline-tray.desktop";

/**
 * Has the desktop start the tray with the session.
 *
 * @param words the program and its arguments, each as it is
 */
export function xdgAutostart(env: NodeJS.ProcessEnv, words: readonly string[]): AutostartPort {
  const config = env["XDG_CONFIG_HOME"] || join(env["HOME"] ?? homedir(), ".config");
  const file = join(config, "autostart", FILE);
  return {
    async isOn() {
      const text = await readFile(file, "utf8").catch(() => "");
      return text.includes("\nExec=") && !/^Hidden=true$/m.test(text);
    },
    async set(on) {
      try {
        if (!on) return await rm(file, { force: true });
        await mkdir(dirname(file), { recursive: true });
        await writeFile(`${file}.new`, desktopEntry(words));
        await rename(`${file}.new`, file);
      } catch (error) {
        throw new ConfigError(`${file} cannot be written (${errorCode(error) ?? String(error)}).`, {
          code: "autostart",
          hint: "Make the folder writable, then try again.",
        });
      }
    },
  };
}

/** Writes the entry; the words are quoted as its specification wants them. */
function desktopEntry(words: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Hookline",
    "Comment=Keeps git repositories in step with their remotes",
    `Exec=${words.map(quoted).join(" ")}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/** Once for the argument, once for the string that it stands in; `%` begins a field code. */
function quoted(word: string): string {
  const argument = word.replace(/["`$\\]/g, "\\$&");
  return `"${argument.replaceAll("\\", "\\\\").replaceAll("%", "%%")}"`;
}
