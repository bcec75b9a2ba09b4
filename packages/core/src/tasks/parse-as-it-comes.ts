/**
 * Parses git's NUL-ended output while it comes, so that no more of it than a chunk is kept as text.
 *
 * @param fields how many NULs end a record
 * @param take gets whole records, as bytes of one character each
 */
export function parseAsItComes(
  fields: 1 | 2,
  take: (records: string) => void,
): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const text = rest + chunk.toString("latin1");
    const end = endOfRecords(text, fields);
    rest = text.slice(end);
    take(text.slice(0, end));
  };
}

function endOfRecords(text: string, fields: 1 | 2): number {
  let [nuls, before, end] = [0, 0, 0];
  for (let at = text.indexOf("\0"); at !== -1; at = text.indexOf("\0", at + 1)) {
    nuls += 1;
    before = end;
    end = at + 1;
  }
  return nuls % fields === 0 ? end : before;
}
