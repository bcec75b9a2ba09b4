/** A panel at the top, with windows on the left and the tray on the right. */
export const xfcePanelConfig = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="size" type="uint" value="30"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="known-legacy-items" type="array"/>
    </property>
  </property>
</channel>
`;

/** Notes at the top right, which stay until somebody acts. */
export const dunstConfig = `[global]
    monitor = 0
    follow = none
    origin = top-right
    offset = 12x44
    width = (240, 380)
    font = DejaVu Sans 10
    markup = full
    format = "<b>%s</b>\\n%b"
    show_indicators = yes
    mouse_left_click = do_action
    mouse_middle_click = close_current
    timeout = 0
`;

/** The panel of LXQt, whose menus are Qt's, as KDE's are. */
export const lxqtPanelConfig = `panels=panel1
__userfile__=true
[panel1]
alignment=-1
desktop=0
hidable=false
iconSize=22
lineCount=1
panelSize=32
plugins=taskbar, statusnotifier
position=Top
width=100
width-percent=true
[statusnotifier]
type=statusnotifier
[taskbar]
type=taskbar
`;
