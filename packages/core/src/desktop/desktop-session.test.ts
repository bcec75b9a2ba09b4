import { expect, test } from "vitest";
import { desktopSession } from "./desktop-session.ts";

const DISPLAY = "DISPLAY and WAYLAND_DISPLAY are not set";
const BUS = "there is no session bus (DBUS_SESSION_BUS_ADDRESS)";
const bus = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/user/1000/bus" };

test.each([
  ["linux", {}, false, DISPLAY],
  ["linux", bus, true, DISPLAY],
  ["linux", { DISPLAY: "" }, true, DISPLAY],
  ["linux", { DISPLAY: ":0" }, false, BUS],
  ["linux", { DISPLAY: ":0" }, true, null],
  ["linux", { DISPLAY: ":0", ...bus }, false, null],
  ["linux", { WAYLAND_DISPLAY: "wayland-0", ...bus }, false, null],
  ["darwin", {}, false, null],
  ["darwin", { SSH_CONNECTION: "1.2.3.4" }, false, "this is a session over ssh"],
  ["win32", {}, false, null],
] as const)("%s with %j, bus at its place: %s", (platform, env, busSocket, why) => {
  const session = desktopSession({ platform, env, busSocket });
  expect(session).toEqual(why === null ? { kind: "there" } : { kind: "absent", why });
});
