const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;
const AUTHORIZATION = /\b((?:proxy-)?authorization:\s*(?:[a-z]+\s+)?)\S+/gi;
const KNOWN_TOKENS =
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,})/g;
const QUERY_SECRETS = /([?&](?:access_token|private_token|token|password|secret|sig)=)[^\s&"']+/gi;

/**
 * Takes secrets out of a text that is about to be shown, logged or stored.
 *
 * Covers credentials in URLs, authorization headers, secrets in query strings and the
 * token shapes of the large forges.
 */
export function redact(text: string): string {
  return text
    .replace(URL_CREDENTIALS, "$1***@")
    .replace(AUTHORIZATION, "$1***")
    .replace(KNOWN_TOKENS, "***")
    .replace(QUERY_SECRETS, "$1***");
}
