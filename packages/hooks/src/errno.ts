/** The errno code of a failed file operation, such as `ENOENT`. */
export function errnoOf(problem: unknown): string | undefined {
  return problem instanceof Error && "code" in problem && typeof problem.code === "string"
    ? problem.code
    : undefined;
}

/** Nothing is there: the entry, or a folder above it, does not exist. */
export function isAbsent(problem: unknown): boolean {
  const code = errnoOf(problem);
  return code === "ENOENT" || code === "ENOTDIR";
}
