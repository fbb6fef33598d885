import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bootScript } from './build/boot-script.ts'
import { chunkGroups } from './build/chunks.ts'
import { compress } from './build/compress.ts'
import { pageFiles } from './build/page-files.ts'

const controlPlane = process.env['FAIRLEAD_URL'] ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      routesDirectory: 'src/routes',
      generatedRouteTree: 'src/route-tree.gen.ts',
      quoteStyle: 'single',
      semicolons: false,
      addExtensions: true,
    }),
    react(),
    bootScript(),
    pageFiles(),
    compress(),
  ],
  build: {
    // Nothing is inlined: the content security policy allows no data: URL.
    assetsInlineLimit: 0,
    // One sheet for all pages: it is small, and each more would be a request before the first paint.
    cssCodeSplit: false,
    manifest: 'manifest.json',
    target: 'es2024',
    cssTarget: ['chrome120', 'firefox120', 'safari17.4'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunkGroups() },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(['/trpc', '/api', '/health'].map((path) => [path, { target: controlPlane }])),
  },
})
