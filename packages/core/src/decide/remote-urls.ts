import { isSameRepository, parseRemoteAddress } from "./remote-address.ts";

/** One configuration value in force, lowest precedence first; the key's section and name in lower case. */
export interface ConfigValue {
  readonly key: string;
  readonly value: string | null;
}

/** Where git fetches from and pushes to. */
export interface RemoteUrls {
  readonly fetch: string;
  /** git pushes to each of them. */
  readonly push: readonly string[];
}

/**
 * Works out the URLs of a remote as git does (git-config(1), `remote.<name>.url`, `pushurl`,
 * `url.<base>.insteadOf`, `pushInsteadOf`): it fetches from the first URL, pushes to every
 * `pushurl`, or else to every URL. A remote that is not configured is its own URL.
 */
export function remoteUrls(remote: string, config: readonly ConfigValue[]): RemoteUrls {
  const urls = valuesOf(config, `remote.${remote}.url`);
  const fetchUrls = urls.length > 0 ? urls : [remote];
  const pushUrls = valuesOf(config, `remote.${remote}.pushurl`);
  const instead = rewriteRules(config, "insteadof");
  const pushInstead = rewriteRules(config, "pushinsteadof");
  return {
    fetch: rewrite(fetchUrls[0] ?? remote, instead),
    push:
      pushUrls.length > 0
        ? pushUrls.map((url) => rewrite(url, instead))
        : // `pushInsteadOf` is for remotes without a `pushurl`.
          fetchUrls.map((url) => {
            const rewritten = rewrite(url, pushInstead);
            return rewritten === url ? rewrite(url, instead) : rewritten;
          }),
  };
}

/**
 * Tells whether a push would go to another repository than the one that we ask.
 *
 * Then the lease names a commit of the one, and the other refuses it, for ever.
 */
export function pushesElsewhere({ fetch, push }: RemoteUrls): boolean {
  const asked = parseRemoteAddress(fetch);
  return push.some((url) => !isSameRepository(asked, parseRemoteAddress(url)));
}

/** Every value of a key; an empty one clears those before it. */
function valuesOf(config: readonly ConfigValue[], key: string): string[] {
  const values = config.flatMap((entry) => (entry.key === key ? [entry.value ?? ""] : []));
  return values.slice(values.lastIndexOf("") + 1);
}

interface RewriteRule {
  readonly prefix: string;
  readonly base: string;
}

function rewriteRules(config: readonly ConfigValue[], name: string): RewriteRule[] {
  return config.flatMap(({ key, value }) =>
    key.startsWith("url.") && key.endsWith(`.${name}`) && value
      ? [{ prefix: value, base: key.slice("url.".length, -name.length - 1) }]
      : [],
  );
}

/** The longest prefix wins. */
function rewrite(url: string, rules: readonly RewriteRule[]): string {
  const [best] = rules
    .filter(({ prefix }) => url.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
  return best === undefined ? url : best.base + url.slice(best.prefix.length);
}
