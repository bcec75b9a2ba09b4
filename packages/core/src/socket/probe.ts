import { connect } from "node:net";
import { errorCode } from "../error-code.ts";

/** Nobody is bound to the address, or who was is gone. */
const NOBODY: ReadonlySet<string | undefined> = new Set(["ECONNREFUSED", "ENOENT"]);

/** What became of a connection on which we said nothing; in doubt, we were let in. */
type Visit = "turned-away" | "let-in" | "let-in-then-left";

/**
 * Finds out whether someone listens at an address.
 *
 * Only a clear no counts as no: an agent that is stopped or overrun (`EAGAIN`, no answer in
 * time) still holds its address, and taking it away would leave two of them.
 */
export async function isListening(path: string, timeoutMs: number): Promise<boolean> {
  return (await visit(path, timeoutMs, "connect")) !== "turned-away";
}

/**
 * Finds out whether someone still listens after a connection to them was lost.
 *
 * The system closes what a dying process held one by one, so its connections can go a moment
 * before its socket. A connection made in that moment is lost in turn; the next one is not made.
 */
export async function stillListens(path: string, timeoutMs: number): Promise<boolean> {
  const first = await visit(path, timeoutMs, "close");
  return first === "let-in-then-left" ? isListening(path, timeoutMs) : first === "let-in";
}

/** Tells whether an error of connecting means that nobody is there. */
export function isNobody(error: unknown): boolean {
  return NOBODY.has(errorCode(error));
}

/** Connects and stays until the given event, or until the time is up. */
function visit(path: string, timeoutMs: number, until: "connect" | "close"): Promise<Visit> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    let connected = false;
    const settle = (result: Visit): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => settle("let-in"), timeoutMs);
    socket.once("connect", () => {
      connected = true;
      if (until === "connect") settle("let-in");
    });
    socket.once("error", (error) => {
      if (!connected) settle(isNobody(error) ? "turned-away" : "let-in");
    });
    socket.once("close", () => settle("let-in-then-left"));
    // Without a reader the end of the connection would go unseen.
    socket.resume();
  });
}
