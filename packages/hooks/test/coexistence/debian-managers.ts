import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { HookEvent } from "@hookline/core/client";
import { call, type HookManager, ranByTrace, trace, write } from "./hook-manager.ts";

const LFS_EVENTS: readonly HookEvent[] = ["post-commit", "post-merge", "post-checkout"];

/**
 * Where a hook is that it does not know it refuses, and says that `--force` would overwrite it: a
 * person who wants its hooks goes that way.
 */
export const gitLfs: HookManager = {
  name: "git-lfs",
  program: "git-lfs",
  events: LFS_EVENTS,
  prepare: async ({ root, env, repo }) => {
    // Its hooks do nothing that can be seen in every case; that git ran them can.
    env["GIT_TRACE"] = join(root, "trace");
    await write(join(repo, ".gitattributes"), "*.dat filter=lfs diff=lfs merge=lfs lockable\n");
  },
  install: ({ git }) => git("lfs", "install", "--local", "--force"),
  uninstall: ({ git }) => git("lfs", "uninstall", "--local"),
  ran: async ({ root }) => {
    const file = join(root, "trace");
    const text = await readFile(file, "utf8").catch(() => "");
    await rm(file, { force: true });
    return LFS_EVENTS.filter((event) => text.includes(`exec: git-lfs ${event}`));
  },
};

const PRE_COMMIT_EVENTS: readonly HookEvent[] = [
  "post-commit",
  "post-merge",
  "post-rewrite",
  "post-checkout",
];

/** Moves a hook that is there to `<event>.legacy`, and runs it before its own. */
export const preCommit: HookManager = {
  name: "pre-commit",
  program: "pre-commit",
  events: PRE_COMMIT_EVENTS,
  prepare: async ({ repo }) => {
    const hooks = PRE_COMMIT_EVENTS.map(
      (event) => `
      - id: ${event}
        name: ${event}
        language: system
        entry: sh -c '${trace(event)}'
        stages: [${event}]
        always_run: true
        pass_filenames: false`,
    );
    const types = `default_install_hook_types: [${PRE_COMMIT_EVENTS.join(", ")}]`;
    const text = `${types}\nrepos:\n  - repo: local\n    hooks:${hooks.join("")}\n`;
    await write(join(repo, ".pre-commit-config.yaml"), text);
  },
  install: (scratch) => call(scratch, "pre-commit", "install"),
  uninstall: (scratch) => call(scratch, "pre-commit", "uninstall"),
  ran: ranByTrace,
};

/**
 * A stand-in for overcommit, which is a Ruby gem and not in Debian.
 *
 * It does to the hooks what overcommit 0.60 and later do: other people's go to `old-hooks`, where they no
 * longer run, one script in another language than sh is copied to every event, and an uninstall
 * brings the old ones back.
 * Source: https://github.com/sds/overcommit/blob/main/lib/overcommit/installer.rb
 */
export const likeOvercommit: HookManager = {
  name: "a manager like overcommit",
  program: "perl",
  events: PRE_COMMIT_EVENTS,
  install: (scratch) => call(scratch, "sh", "-euc", OVERCOMMIT_INSTALL, ...PRE_COMMIT_EVENTS),
  uninstall: (scratch) => call(scratch, "sh", "-euc", OVERCOMMIT_UNINSTALL, ...PRE_COMMIT_EVENTS),
  ran: ranByTrace,
};

const OVERCOMMIT_INSTALL = `
  mkdir -p "$(git rev-parse --git-path hooks)"
  cd "$(git rev-parse --git-path hooks)"
  mkdir -p old-hooks
  for event in "$0" "$@"; do
    [ ! -e "$event" ] || grep -q OVERCOMMIT_DISABLE "$event" || mv "$event" old-hooks
  done
  rmdir old-hooks 2>/dev/null || :
  cat >overcommit-hook <<'EOF'
#!/usr/bin/env perl
exit 0 if $ENV{OVERCOMMIT_DISABLE};
my ($event) = $0 =~ m{([^/]+)$};
open(my $out, '>>', "$ENV{HOME}/theirs") or die;
print $out "$event\\n";
EOF
  chmod 755 overcommit-hook
  for event in "$0" "$@"; do cp overcommit-hook "$event"; done
`;

const OVERCOMMIT_UNINSTALL = `
  cd "$(git rev-parse --git-path hooks)"
  for event in "$0" "$@"; do
    ! grep -q OVERCOMMIT_DISABLE "$event" 2>/dev/null || rm "$event"
  done
  rm -f overcommit-hook
  [ -d old-hooks ] || exit 0
  for event in "$0" "$@"; do [ ! -e "old-hooks/$event" ] || mv "old-hooks/$event" .; done
  rmdir old-hooks
`;
