import { FluentProvider } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import type { Fragment } from "../../hooks/fragment";
import { useMediaQuery } from "../../hooks/useMediaQuery";
import { Crash } from "./Crash";
import { Rooms } from "./Rooms";
import { darkTheme, lightTheme } from "./theme";

const client = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } },
});

export function App({ fragment }: { fragment: Fragment }) {
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  return (
    <FluentProvider theme={dark ? darkTheme : lightTheme}>
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
