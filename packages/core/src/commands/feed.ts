import type { ChildProcess } from "node:child_process";
import { pipeline, type Readable } from "node:stream";

/**
 * Gives a process what it reads, no faster than it reads it.
 *
 * A process that ends or closes its input before it has read everything is no failure (EPIPE): the
 * source is then destroyed, so that whoever fills it stops. A source that fails closes the input; who
 * owns the source knows of it.
 */
export function feed(source: Readable, child: ChildProcess): void {
  if (child.stdin === null) return;
  pipeline(source, child.stdin, () => undefined);
}
