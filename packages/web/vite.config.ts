import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bootScript } from './build/boot-script.ts'
import { compress } from './build/compress.ts'
import { themeCss } from './build/theme-css.ts'

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
    themeCss(),
    bootScript(),
    compress(),
  ],
  build: {
    // Nothing is inlined: the content security policy allows no data: URL.
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    target: 'es2024',
    cssTarget: ['chrome120', 'firefox120', 'safari17.4'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A file of its own for each set of pages that share a module makes hundreds of tiny ones. What most pages need is one, and so is what hardly weighs.
          groups: [
            { name: 'common', minShareCount: 9, priority: 2 },
            { name: 'small', minShareCount: 3, maxModuleSize: 700, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: Object.fromEntries(['/trpc', '/api', '/health'].map((path) => [path, { target: controlPlane }])),
  },
})
