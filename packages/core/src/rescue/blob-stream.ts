/** Gets the blobs that `git cat-file --batch` prints, piece by piece. */
export interface BlobSink {
  /** A blob begins. */
  readonly begin: (id: string, size: number) => void;
  readonly piece: (bytes: Buffer) => void;
  /** All of its bytes were given. */
  readonly end: () => void;
}

const LINE_END = 0x0a;

/**
 * Takes the output of `git cat-file --batch` apart as it comes: `<id> SP blob SP <size> LF <bytes> LF`.
 *
 * Anything else in place of a head (`<id> missing`) is kept out; whoever counts the blobs sees that
 * one did not come.
 *
 * @returns what to give each chunk to
 */
export function blobStream(sink: BlobSink): (chunk: Buffer) => void {
  let head = "";
  /** Bytes of the current blob that are still to come, then one for its line end; -1 between blobs. */
  let left = -1;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (left < 0) {
        const lineEnd = chunk.indexOf(LINE_END, at);
        head += chunk.toString("latin1", at, lineEnd < 0 ? chunk.length : lineEnd);
        if (lineEnd < 0) return;
        at = lineEnd + 1;
        const [, id, size] = /^([0-9a-f]+) \w+ (\d+)$/.exec(head) ?? [];
        head = "";
        if (id === undefined || size === undefined) continue;
        left = Number(size);
        sink.begin(id, left);
        if (left === 0) sink.end();
        continue;
      }
      if (left === 0) {
        at += 1;
        left = -1;
        continue;
      }
      const piece = chunk.subarray(at, at + left);
      sink.piece(piece);
      at += piece.length;
      left -= piece.length;
      if (left === 0) sink.end();
    }
  };
}
