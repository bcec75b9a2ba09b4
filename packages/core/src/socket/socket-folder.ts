import { lstatSync, mkdirSync, type Stats } from "node:fs";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { ConfigError, ProtocolError } from "../errors.ts";
import type { SocketAddress } from "./socket-path.ts";

/**
 * Makes the folder of the socket, mode 0700, and checks that it is ours alone.
 *
 * The folder is what keeps other users out: not every system honours the mode of the socket
 * itself (unix(7), "Pathname socket ownership and permissions"). One that someone prepared for
 * us is refused, because whoever owns it can put their own socket in the place of ours.
 *
 * @throws ConfigError when it cannot be made
 * @throws ProtocolError as {@link checkSocketFolder}
 */
export function prepareSocketFolder({ folder }: SocketAddress): void {
  if (folder === null) return;
  let problem: unknown;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // Where something stands there already, the check says what.
    problem = error;
  }
  if (checkSocketFolder({ folder }) === "absent") {
    throw new ConfigError(`The folder ${folder} for the agent's socket cannot be made.`, {
      code: "socket-folder-unusable",
      hint: "Check that its parent is a folder which you may write, and that the disk has room.",
      cause: problem,
    });
  }
}

/**
 * Tells whether the folder of the socket is there, before anyone trusts what listens in it.
 *
 * Clients ask too: the token must not be handed to a stranger who took the address in `/tmp`.
 *
 * @throws ProtocolError when it is a symbolic link, belongs to someone else, or is open to others
 */
export function checkSocketFolder({ folder }: Pick<SocketAddress, "folder">): "absent" | "ours" {
  if (folder === null) return "ours";
  const stat = lookAt(folder);
  if (stat === undefined) return "absent";
  if (!stat.isDirectory()) {
    throw unsafe(folder, "is no real folder", "Look at what it is, then move it away.");
  }
  if (stat.uid !== process.getuid?.()) {
    throw unsafe(
      folder,
      `belongs to another user (${stat.uid})`,
      "Run Hookline as that user, or move the folder away if it was put there to catch you.",
    );
  }
  if ((stat.mode & 0o777) !== 0o700) {
    throw unsafe(folder, "is open to other users", `Run \`chmod 700 '${folder}'\`.`);
  }
  return "ours";
}

/** Looks at the folder itself, not at what it may link to; undefined where nothing stands. */
function lookAt(folder: AbsolutePath): Stats | undefined {
  try {
    return lstatSync(folder);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ProtocolError(`The folder ${folder} of the agent's socket cannot be reached.`, {
      code: "socket-unreachable",
      hint: "Check that the state folder is yours (HOOKLINE_HOME), then run `hookline doctor`.",
      cause: error,
    });
  }
}

function unsafe(folder: AbsolutePath, what: string, hint: string): ProtocolError {
  return new ProtocolError(`The folder ${folder} of the agent's socket ${what}.`, {
    code: "socket-folder-unsafe",
    hint,
  });
}
