import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The screen. The Node entries (shell, engine, command line) are built by build/build.mjs, which uses this file too. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  // Absolute: the screen is served from the root of its own origin, by app:// and by the engine alike.
  base: '/',
  cacheDir: fileURLToPath(new URL('.cache/vite', import.meta.url)),
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    modulePreload: { polyfill: false },
    // Monaco is one lazy chunk of some megabytes, read from disk.
    chunkSizeWarningLimit: 8192,
    // A data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})
