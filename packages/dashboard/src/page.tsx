import { ToastProvider } from "./design/toast.tsx";
import { Frame } from "./frame/frame.tsx";
import { type Route, useRoute } from "./route/route.ts";
import { AgentProvider } from "./state/agent-context.tsx";
import type { AgentStore } from "./state/agent-store.ts";
import { LogView } from "./views/log/log-view.tsx";
import { QueueView } from "./views/queue/queue-view.tsx";
import { RepositoriesView } from "./views/repositories/repositories-view.tsx";
import { RescuesView } from "./views/rescues/rescues-view.tsx";
import { SettingsView } from "./views/settings/settings-view.tsx";
import { TasksView } from "./views/tasks/tasks-view.tsx";

/** The whole page. */
export function Page({ store }: { store: AgentStore }) {
  const route = useRoute();
  return (
    <AgentProvider store={store}>
      <ToastProvider>
        <Frame view={route.view}>
          <View route={route} />
        </Frame>
      </ToastProvider>
    </AgentProvider>
  );
}

function View({ route: { view, query } }: { route: Route }) {
  switch (view) {
    case "/":
      return <RepositoriesView query={query} />;
    case "/queue":
      return <QueueView query={query} />;
    case "/rescues":
      return <RescuesView query={query} />;
    case "/tasks":
      return <TasksView />;
    case "/log":
      return <LogView query={query} />;
    case "/settings":
      return <SettingsView query={query} />;
  }
}
