import type { IncomingHttpHeaders } from "node:http";
import { PAGE_ROUTES, type PageRoute } from "../socket/page-routes.ts";
import { type Refusal, refuse } from "../socket/refusal.ts";

/** The head of a request, as it came. */
export interface PageRequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What a request is about, if it may come in. */
export type PageAdmission =
  | { readonly kind: "enter"; readonly code: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "events" }
  | { readonly kind: "route"; readonly name: PageRoute }
  | Refusal;

const ENTER = /^\/open\?code=([\w-]{1,100})$/;
const API = /^\/api\/([A-Za-z]{1,40})$/;

/**
 * Decides by the head of a request alone whether a browser may come in, and to what.
 *
 * Exactly our own address has to stand in `Host`: a name that somebody leads here is another one. A
 * page of somebody else names itself in `Origin` or `Sec-Fetch-Site`; only following a link from
 * nowhere may open the way in. Paths are compared as they came: nothing is decoded or joined.
 *
 * @param address ours, such as `127.0.0.1:40123`
 * @param isIn whether the request carries a session
 */
export function admitPage(
  { method, url = "", headers }: PageRequestHead,
  address: string,
  isIn: boolean,
): PageAdmission {
  if (headers.host !== address) return refuse("host-refused", "That name does not lead here.");
  const site = headers["sec-fetch-site"];
  const isOwn = site === undefined || site === "same-origin" || site === "none";
  const { origin } = headers;
  if (!isOwn || (origin !== undefined && origin !== `http://${address}`))
    return refuse("origin-refused", "Only the dashboard's own page may ask here.");
  const code = ENTER.exec(url)?.[1];
  // What a browser fetches ahead would use up the code before anybody came.
  if (code !== undefined && /prefetch/.test(String(headers["sec-purpose"] ?? headers["purpose"])))
    return refuse("bad-request", "This address is for opening, not for fetching ahead.");
  if (code !== undefined) return method === "GET" ? { kind: "enter", code } : wrong("GET");
  if (!isIn) {
    return refuse(
      "unauthorized",
      "This browser has not been let in, or not for a long time.",
      "Run `hookline dashboard`, or open the dashboard from the tray.",
    );
  }
  if (url === "/api/events") return method === "GET" ? { kind: "events" } : wrong("GET");
  const name = API.exec(url)?.[1];
  if (name === undefined) return method === "GET" ? { kind: "file", path: url } : wrong("GET");
  const route = PAGE_ROUTES.find((one) => one === name);
  if (route === undefined) return refuse("unknown-route", "A page may not ask for that.");
  if (method !== "POST") return wrong("POST");
  // A form of somebody else could send anything but JSON, and no Origin at all in old browsers.
  if (origin === undefined && site === undefined)
    return refuse("origin-refused", "A browser says which page asks.");
  return { kind: "route", name: route };
}

function wrong(right: string): Refusal {
  return refuse("wrong-method", `Only ${right} is taken here.`);
}
