/**
 * What every push of ours says: only the refs it names, no hook, no signature, no submodule, a
 * result that can be parsed, and git's own program at the other end, whatever `remote.*.receivepack`
 * names (git takes the first value of that key, so the command line must).
 */
export const PUSH_FLAGS = [
  "--porcelain",
  "--no-verify",
  "--no-follow-tags",
  "--no-signed",
  "--recurse-submodules=no",
  "--receive-pack=git-receive-pack",
] as const;
