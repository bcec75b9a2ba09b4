/** The desktop that a person sits at: whether there is one, and how to have it open something. */

export type { DesktopSession } from "./desktop/desktop-session.ts";
export { findDesktop } from "./desktop/find-desktop.ts";
export { openInDesktop } from "./desktop/open-in-desktop.ts";
