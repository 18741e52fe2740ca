import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { BrowserRouter } from "react-router";
import type { Fragment } from "../../hooks/fragment";
import { useThemeName } from "../../hooks/useThemeChoice";
import { Crash } from "./Crash";
import { Rooms } from "./Rooms";
import { themes } from "./theme";

const client = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } },
});

export function App({ fragment }: { fragment: Fragment }) {
  const theme = useThemeName();
  useEffect(() => {
    // What the browser draws itself, scrollbars and date pickers, follows.
    document.documentElement.style.colorScheme = theme === "light" ? "light" : "dark";
  }, [theme]);
  return (
    <FluentProvider theme={themes[theme]}>
      <Crash>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <Rooms fragment={fragment} />
          </BrowserRouter>
        </QueryClientProvider>
      </Crash>
    </FluentProvider>
  );
}
