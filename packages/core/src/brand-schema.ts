import { z } from "zod";
import { absolutePath, commitId, refName } from "./decide/brands.ts";

/** An absolute path, as it comes from the database or over the socket. */
export const pathSchema = checkedText(absolutePath);

/** A full ref name, as it comes from the database or over the socket. */
export const refSchema = checkedText(refName);

/** A commit id, as it comes from the database or over the socket. */
export const commitSchema = checkedText(commitId);

/** A text that `take` makes something of, or throws. */
export function checkedText<Value>(take: (text: string) => Value): z.ZodType<Value> {
  return z.string().transform((text, context) => {
    try {
      return take(text);
    } catch (error) {
      context.issues.push({ code: "custom", message: String(error), input: text });
      return z.NEVER;
    }
  });
}
