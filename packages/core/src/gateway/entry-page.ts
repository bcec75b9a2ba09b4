/** The small pages that stand where the dashboard cannot be shown. */
const PAGES = {
  used: [
    "This address worked once",
    "It has been used, or it is older than a minute. Run <code>hookline dashboard</code> for a new one, or open the dashboard from the tray.",
  ],
  out: [
    "This browser has not been let in",
    "Run <code>hookline dashboard</code>, or open the dashboard from the tray. Only programs of yours can do that, so no other page can come in here.",
  ],
} as const;

/** Writes one of the pages: a few words, and no script. */
export function entryPage(which: keyof typeof PAGES): string {
  const [title, text] = PAGES[which];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Hookline</title>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`;
}
