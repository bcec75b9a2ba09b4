import { PAGE_HEADERS, type PageFiles } from "@hookline/core/client";

/**
 * Answers for the page's files, from a map that was made once: no path is ever joined.
 *
 * @param url of the request, as Electron gives it
 */
export function servePage(files: PageFiles, url: string): Response {
  const { host, pathname } = new URL(url);
  const file = host === "dashboard" ? files.get(pathname === "" ? "/" : pathname) : undefined;
  if (file === undefined) return new Response("There is no such file.", { status: 404 });
  return new Response(new Uint8Array(file.plain), {
    headers: { ...PAGE_HEADERS, "Content-Type": file.type, "Cache-Control": "no-store" },
  });
}
