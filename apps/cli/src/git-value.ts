import { FAILURES, type GitFailure } from "@hookline/core";
import { ConfigError } from "@hookline/core/client";
import { visible } from "@hookline/core/words";

/** Says why git could not do what a person asked for. */
export function gitError({ kind, detail }: GitFailure, hint?: string): ConfigError {
  const said = visible(detail).replace(/\.$/, "");
  return new ConfigError(`${FAILURES[kind].says} (git said: ${said})`, {
    code: `git-${kind}`,
    hint: hint ?? "Nothing was changed.",
  });
}

/**
 * Takes what git answered.
 *
 * @throws ConfigError when it could not answer
 */
export function valueOf<Value>(
  reading:
    | { readonly kind: "read"; readonly value: Value }
    | { readonly kind: "failed"; readonly failure: GitFailure },
): Value {
  if (reading.kind === "failed") throw gitError(reading.failure);
  return reading.value;
}
