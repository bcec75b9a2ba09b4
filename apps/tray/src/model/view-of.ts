/** Writes the address of a view of the dashboard, with what it is asked to show. */
export function viewOf(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(query).toString()}`;
}
