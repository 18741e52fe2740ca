import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compress } from "./build/compress";
import { version } from "./package.json" with { type: "json" };

const server = "http://localhost:8787";
const stub = fileURLToPath(
  new URL("./src/components/AdaptiveCard/swiper.stub.ts", import.meta.url),
);

export default defineConfig({
  plugins: [react(), compress()],
  define: { __VERSION__: JSON.stringify(version) },
  resolve: {
    // Carousels are not shown, so the library that turns them stays out of the bundle.
    alias: [
      { find: /^swiper\/css.*$/, replacement: stub },
      { find: /^swiper(\/modules)?$/, replacement: stub },
    ],
  },
  build: { target: "es2022", assetsInlineLimit: 0, manifest: "manifest.json" },
  server: {
    proxy: { "/api": server, "/sign-in": server, "/signed-in": server },
  },
  test: {
    environment: "happy-dom",
    environmentOptions: {
      happyDOM: { url: "http://localhost:8787/" },
      jsdom: { url: "http://localhost:8787/" },
    },
    setupFiles: ["./src/test/setup.ts"],
    restoreMocks: true,
    testTimeout: 20_000,
    server: { deps: { inline: ["adaptivecards"] } },
  },
});
