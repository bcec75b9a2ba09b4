import type { IncomingMessage } from "node:http";
import { type Refusal, refuse } from "./refusal.ts";
import { type AnyRoute, ROUTES } from "./routes.ts";
import { carriesToken } from "./token.ts";

/** Whether a request may come in, and to which route. */
export type Admission = { readonly kind: "admitted"; readonly route: AnyRoute } | Refusal;

const BY_PATH: ReadonlyMap<string, AnyRoute> = new Map(
  Object.values(ROUTES).map((route) => [route.path, route]),
);

/**
 * Decides by the head of a request alone whether it may come in.
 *
 * Without the token one learns that an agent is alive, and nothing else; not even which routes
 * there are. Paths are compared as they came: nothing is decoded, joined or resolved.
 */
export function admit({ headers, method, url }: IncomingMessage, token: string): Admission {
  if (headers.origin !== undefined) {
    return refuse("origin-refused", "No web page may speak to the agent.");
  }
  const route = BY_PATH.get(url ?? "");
  if (route !== ROUTES.health && !carriesToken(headers.authorization, token)) {
    return refuse(
      "unauthorized",
      "The request does not carry the agent's token.",
      "Send `Authorization: Bearer <token>` with the token from the state folder.",
    );
  }
  if (route === undefined) {
    return refuse(
      "unknown-route",
      "This agent knows no such route.",
      "If the command is newer than the agent, run `hookline stop`, then `hookline start`.",
    );
  }
  if (method !== route.method) {
    return refuse("wrong-method", `${route.path} takes ${route.method} only.`);
  }
  return { kind: "admitted", route };
}
