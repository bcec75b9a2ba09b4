const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * Writes a text into XML.
 *
 * Control characters cannot stand there in any form, so they become the replacement character: such a path is
 * not found, and says so, instead of making the whole file unreadable.
 */
export function xmlText(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)
      .replaceAll("\n", "&#10;")
      .replaceAll("\r", "&#13;")
      // oxlint-disable-next-line no-control-regex -- they are what this is about
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
  );
}
