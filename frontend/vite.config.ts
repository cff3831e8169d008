import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { renderDocs } from "./docs/build.mjs";

// GWMS_API names the server that `npm run dev` asks, such as http://127.0.0.1:8080.
const api = process.env.GWMS_API ?? "http://127.0.0.1:8080";

// The documentation at /docs goes into the same folder as the page.
const docs: Plugin = {
  name: "gwms-docs",
  apply: "build",
  generateBundle() {
    for (const [fileName, source] of Object.entries(renderDocs())) this.emitFile({ type: "asset", fileName, source });
  },
};

// What the frame and the list of orders cannot start without comes in one file: most shared modules would be files of a
// few lines otherwise, and small files compress badly and are many.
const firstView = new Set<string>();
const findFirstView: Plugin = {
  name: "gwms-first-view",
  apply: "build",
  buildEnd() {
    const queue = [...this.getModuleIds()].filter((id) => /\/src\/(main|features\/orders\/OrdersPage)\.tsx$/.test(id));
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (firstView.has(id)) continue;
      firstView.add(id);
      queue.push(...(this.getModuleInfo(id)?.importedIds ?? []));
    }
    // The entry waits for the language before it ends, so nothing else may be in its file.
    for (const id of firstView) if (id.endsWith("/src/main.tsx")) firstView.delete(id);
  },
};

export default defineConfig({
  plugins: [
    react({ jsxImportSource: "#jsx" }),
    docs,
    findFirstView,
    { ...optimizeLocales.vite({ locales: ["en-US", "zh-CN"] }), enforce: "pre" },
  ],
  build: {
    // Browsers, not a language level: a level rewrites light-dark() into something the theme switch cannot reach.
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each takes along what it imports and no former group has, so that no two of them import each other.
          groups: [
            { name: "first", test: (id) => firstView.has(id) },
            { name: "fields", test: /\/react-aria-components\/.*\/TextField\.m?js$/ },
            { name: "dialogs", test: /\/react-aria-components\/.*\/(?:Dialog|Modal|Popover)\.m?js$/ },
            { name: "lists", test: /\/react-aria-components\/.*\/(?:ComboBox|Menu|Select)\.m?js$/ },
            { name: "shared", test: (id) => !id.includes("/node_modules/"), minShareCount: 8 },
          ],
        },
      },
    },
    license: { fileName: "licenses.md" },
  },
  server: { proxy: { "/api": api } },
});
