import { isIP } from "node:net";
import { InputError } from "../errors.ts";

/** A TCP address to listen on. */
export interface ListenAddress {
  /** An IP address, or `localhost`. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i;

/**
 * Reads `127.0.0.1:9464`, `localhost:9464` or `[::1]:9464`.
 *
 * A bare port is refused, and so is a name: which network can read the agent's metrics must be
 * plain from the text.
 *
 * @throws InputError for anything else
 */
export function readListenAddress(text: string): ListenAddress {
  const [, six, four, digits = ""] = ADDRESS.exec(text.trim()) ?? [];
  const host = six ?? four ?? "";
  const port = Number(digits || "65536");
  const isHost = six === undefined ? isIP(host) === 4 || host === "localhost" : isIP(six) === 6;
  if (isHost && port <= 65_535) return { host, port };
  throw new InputError(`${JSON.stringify(text)} is no address to listen on.`, {
    code: "listen-address",
    hint: "Write an IP address and a port: 127.0.0.1:9464 for this machine, 0.0.0.0:9464 for its networks too.",
  });
}
