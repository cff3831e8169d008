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

export default defineConfig({
  plugins: [react(), docs, { ...optimizeLocales.vite({ locales: ["en-US", "zh-CN"] }), enforce: "pre" }],
  build: {
    // Browsers, not a language level: a level rewrites light-dark() into something the theme switch cannot reach.
    target: ["chrome123", "edge123", "firefox128", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    license: { fileName: "licenses.md" },
  },
  server: { proxy: { "/api": api } },
});
