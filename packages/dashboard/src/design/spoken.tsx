import { Fragment } from "react";

/** A sentence of ours, with what stands between backticks as code. */
export function Spoken({ children }: { children: string }) {
  const parts = children.split("`");
  return parts.map((part, at) =>
    // The parts never change their order.
    at % 2 === 1 ? <code key={`${at}`}>{part}</code> : <Fragment key={`${at}`}>{part}</Fragment>,
  );
}
