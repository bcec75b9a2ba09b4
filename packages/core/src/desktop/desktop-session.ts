/** Whether this process can show something to a person. */
export type DesktopSession =
  | { readonly kind: "there" }
  /** `why` is a part of a sentence: `DISPLAY and WAYLAND_DISPLAY are not set`. */
  | { readonly kind: "absent"; readonly why: string };

/** What tells of a desktop. */
export interface SessionFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the user's own bus is at its usual place, `$XDG_RUNTIME_DIR/bus`. */
  readonly busSocket: boolean;
}

/**
 * Tells whether there is a desktop that a tray icon can live on.
 *
 * On Linux that takes a display and a session bus; elsewhere a session over ssh is as far as one can
 * tell.
 */
export function desktopSession({ platform, env, busSocket }: SessionFacts): DesktopSession {
  if (platform !== "linux") {
    return env["SSH_CONNECTION"] === undefined
      ? { kind: "there" }
      : { kind: "absent", why: "this is a session over ssh" };
  }
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"])
    return { kind: "absent", why: "DISPLAY and WAYLAND_DISPLAY are not set" };
  if (!env["DBUS_SESSION_BUS_ADDRESS"] && !busSocket)
    return { kind: "absent", why: "there is no session bus (DBUS_SESSION_BUS_ADDRESS)" };
  return { kind: "there" };
}
