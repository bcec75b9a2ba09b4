import type { z } from "zod";
import { checkedText } from "../brand-schema.ts";

/** A text that holds JSON of the given shape. */
export function jsonColumn<Value>(shape: z.ZodType<Value>): z.ZodType<Value> {
  return checkedText((text) => {
    const value: unknown = JSON.parse(text);
    return value;
  }).pipe(shape);
}
