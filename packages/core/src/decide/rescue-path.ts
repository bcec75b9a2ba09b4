/** `.git` in every spelling that some file system takes for it (path.c, `is_ntfs_dotgit`, `is_hfs_dotgit`). */
const DOT_GIT = /^(?:\.git|git~1)[ .]*(?::.*)?$/i;

/** Characters that HFS+ does not see (utf8.c, `next_hfs_char`). */
const UNSEEN = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * Says whether a path may be written below a folder: it cannot lead out of the folder, and it
 * cannot lead into a `.git`, whatever the file system.
 *
 * git keeps such names out of its own index, but a commit can be made without one.
 *
 * @param path as git writes it, with `/` between its parts
 */
export function staysInside(path: string): boolean {
  if (path.includes("\0")) return false;
  // `\` and `:` are ordinary in a name, except on Windows, where they begin a folder or a stream.
  const parts = path.split("/").flatMap((part) => [part, ...part.split("\\")]);
  return parts.every(
    (part) => !["", ".", ".."].includes(part) && !DOT_GIT.test(part.replace(UNSEEN, "")),
  );
}
