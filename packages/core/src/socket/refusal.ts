import * as z from "zod";

/** Every reason for which a request can be refused. */
export const REFUSAL_CODES = [
  "bad-request",
  "unauthorized",
  "origin-refused",
  "host-refused",
  "unknown-route",
  "wrong-method",
  "too-slow",
  "too-large",
  "wrong-content-type",
  "bad-input",
  "headers-too-large",
  "failed",
  "internal",
  "too-many-streams",
  "stopping",
  "unfinished",
] as const;

/** See {@link REFUSAL_CODES}; {@link HTTP_STATUS} has the status of each. */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Why a request was not served, in words for a person. */
export interface Refusal {
  readonly kind: "refused";
  readonly code: RefusalCode;
  readonly message: string;
  /** What to do next; null where we know nothing better than the message. */
  readonly hint: string | null;
}

/** The HTTP status that goes with each refusal. */
export const HTTP_STATUS: Readonly<Record<RefusalCode, number>> = {
  "bad-request": 400,
  unauthorized: 401,
  "origin-refused": 403,
  "host-refused": 403,
  "unknown-route": 404,
  "wrong-method": 405,
  "too-slow": 408,
  "too-large": 413,
  "wrong-content-type": 415,
  /** The request is well-formed, but names something that cannot be used. */
  "bad-input": 422,
  "headers-too-large": 431,
  /** A setting or the store is broken; the message says which. */
  failed: 500,
  /** A mistake of ours; only the log says more. */
  internal: 500,
  "too-many-streams": 503,
  stopping: 503,
  /** The client's own deadline passed while the agent still worked. */
  unfinished: 504,
};

/** The body of every reply that is no success. */
export const refusalSchema = z.object({
  error: z.object({
    code: z.enum(REFUSAL_CODES),
    message: z.string(),
    hint: z.string().nullable(),
  }),
});

/** Makes a refusal. */
export function refuse(code: RefusalCode, message: string, hint: string | null = null): Refusal {
  return { kind: "refused", code, message, hint };
}

/** Writes the body of a refusal. */
export function writeRefusal({ code, message, hint }: Refusal): string {
  const body: z.output<typeof refusalSchema> = { error: { code, message, hint } };
  return JSON.stringify(body);
}
