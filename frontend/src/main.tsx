import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { queries } from "./api/query";
import { resume, watchOtherTabs } from "./api/session";
import { App } from "./features/shell/App";
import { preferred, speak, WordsProvider } from "./i18n";
import { allowEmptyMarkup } from "./lib/markup";
import { showTheme } from "./lib/prefs";
import "./styles/base.css";

allowEmptyMarkup();
showTheme();
watchOtherTabs();
void resume();
const spoken = await speak(preferred());

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <QueryClientProvider client={queries}>
    <WordsProvider first={spoken}>
      <App />
    </WordsProvider>
  </QueryClientProvider>,
);
