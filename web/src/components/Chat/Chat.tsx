import { Subtitle1, ToggleButton } from "@fluentui/react-components";
import { PanelRightRegular } from "@fluentui/react-icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { getExtensions } from "../../api/extensions";
import { openApp, reopen } from "../../hooks/reopen";
import { rememberQuery } from "../../hooks/replay";
import { useMediaQuery } from "../../hooks/useMediaQuery";
import { type SentCard, useMessages } from "../../hooks/useMessages";
import { type Opened, useResume } from "../../hooks/useResume";
import { asProblem, type SearchQuery } from "../../hooks/useSearch";
import { texts } from "../../texts";
import { ComposeBox } from "../ComposeBox";
import { ExtensionFlyout } from "../ExtensionFlyout";
import { MessageList } from "../MessageList";
import { ProblemNotice } from "../Notice";
import { TraceDrawer } from "../TraceDrawer";
import { useStyles } from "./styles";
import { Welcome } from "./Welcome";

interface LastTrace {
  code: string;
  query: SearchQuery;
}

/** The conversation with oneself, the extensions over its compose box, and the trace beside it. */
export function Chat({ owner, resume }: { owner: string; resume?: string }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const replayed = useReplay();
  const client = useQueryClient();
  const wide = useMediaQuery("(min-width: 1000px)");
  const input = useRef<HTMLTextAreaElement>(null);
  const [messages, send] = useMessages(owner);
  const [card, setCard] = useState<SentCard>();
  const [opened, setOpened] = useState<Opened | null>(replayed);
  const [last, setLast] = useState<LastTrace>();
  const [shownCode, setShownCode] = useState<string>();
  const [drawer, setDrawer] = useState(true);
  const query = useQuery({
    queryKey: ["extensions"],
    queryFn: ({ signal }) => getExtensions(signal),
  });
  const extensions = query.data ?? [];
  useResume(resume, setOpened);

  const extension = extensions.find(({ appId }) => appId === opened?.appId);
  const close = () => {
    setOpened(null);
    input.current?.focus();
  };
  const onTraced = useCallback((code: string, query: SearchQuery) => {
    setLast({ code, query });
    rememberQuery(code, query);
    setShownCode(code);
  }, []);
  const onDetails = (code: string) => {
    if (!wide) return navigate(`/portal/inspector/${code}`);
    setShownCode(code);
    setDrawer(true);
  };
  return (
    <div className={styles.root}>
      <main className={styles.main}>
        <header className={styles.head}>
          <Subtitle1 as="h1">{texts.chat.title}</Subtitle1>
          {wide && (
            <ToggleButton
              appearance="subtle"
              icon={<PanelRightRegular />}
              checked={drawer}
              onClick={() => setDrawer(!drawer)}
            >
              {texts.chat.showTrace}
            </ToggleButton>
          )}
        </header>
        <div className={styles.scroll}>
          <div className={styles.column}>
            {messages.length === 0 && (
              <Welcome empty={query.isSuccess && extensions.length === 0} />
            )}
            <MessageList messages={messages} />
          </div>
        </div>
        <div className={styles.foot}>
          <div className={`${styles.column} ${styles.compose}`}>
            {query.error && (
              <ProblemNotice problem={asProblem(query.error)} onAgain={() => query.refetch()} />
            )}
            {opened && extension && (
              <ExtensionFlyout
                {...opened}
                key={opened.key}
                extension={extension}
                onClose={close}
                onPick={(picked) => {
                  setCard(picked);
                  close();
                }}
                onTraced={onTraced}
                onDetails={onDetails}
                onChanged={() => client.invalidateQueries({ queryKey: ["extensions"] })}
              />
            )}
            <ComposeBox
              extensions={extensions}
              openApp={opened?.appId}
              card={card}
              inputRef={input}
              onRemoveCard={() => setCard(undefined)}
              onToggle={({ appId }) =>
                setOpened(
                  opened?.appId === appId ? null : { key: appId, appId, context: "compose" },
                )
              }
              onCommand={({ extension, command }) =>
                setOpened({
                  key: `/${command.id}`,
                  appId: extension.appId,
                  commandId: command.id,
                  context: "commandBox",
                })
              }
              onSend={(text) => {
                send(text, card);
                setCard(undefined);
              }}
            />
          </div>
        </div>
      </main>
      {wide && drawer && (
        <TraceDrawer
          code={shownCode}
          onReplay={last && (() => setOpened(reopen(last.query)))}
          onClose={() => setDrawer(false)}
        />
      )}
    </div>
  );
}

/** The search that the inspector sends here to be made again. */
function useReplay(): Opened | null {
  const state: { replay?: SearchQuery; open?: string } | null = useLocation().state;
  if (state?.replay) return reopen(state.replay);
  return state?.open ? openApp(state.open) : null;
}
