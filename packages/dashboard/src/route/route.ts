import { useSyncExternalStore } from "react";

/** The views there are, by their paths behind the hash. */
export const VIEWS = ["/", "/queue", "/rescues", "/tasks", "/log", "/settings"] as const;

/** See {@link VIEWS}. */
export type ViewPath = (typeof VIEWS)[number];

/** Where the page is: a view and what it is asked to show. */
export interface Route {
  readonly view: ViewPath;
  readonly query: URLSearchParams;
}

/** Reads what stands behind the hash of the address. What there is not, is the beginning. */
export function readRoute(hash: string): Route {
  const [path = "/", query = ""] = hash.replace(/^#/, "").split("?", 2);
  // The repositories are the beginning; a link may name one of them.
  const view = VIEWS.find((one) => one === path) ?? "/";
  return { view, query: new URLSearchParams(query) };
}

/** Writes the address of a view. */
export function linkTo(view: ViewPath, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? `#${view}` : `#${view}?${text}`;
}

/** Goes to a view. */
export function goTo(view: ViewPath, query: Readonly<Record<string, string>> = {}): void {
  location.hash = linkTo(view, query);
}

/** Where the page is, now and whenever that changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener("hashchange", changed);
      return () => removeEventListener("hashchange", changed);
    },
    () => location.hash,
  );
  return readRoute(hash);
}
