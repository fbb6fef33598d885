import type { Plugin } from 'vite'

/** Which files of code a page needs beside those that `index.html` names, by the page's path as the router writes it. */
export type PageFiles = Record<string, string[]>

/** A page that is a file of its own: the path of its route, which `(...)` names. */
export const PAGE = /\/routes\/(.*)\.tsx\?tsr-split=component/

/**
 * Writes `pages.json`, by which the control plane tells a browser in the page itself what the address will need. Without, it would learn of a page's
 * files only once the application runs and knows who is signed in.
 */
export function pageFiles(): Plugin {
  return {
    name: 'fairlead:page-files',
    apply: 'build',
    generateBundle(_options, bundle) {
      const closure = (name: string, into = new Set<string>()): Set<string> => {
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk' || into.has(name)) return into
        into.add(name)
        for (const next of chunk.imports) closure(next, into)
        return into
      }
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName }) => [...closure(fileName)]))
      const pages: PageFiles = {}
      for (const { facadeModuleId, fileName } of chunks) {
        const [, file] = PAGE.exec(facadeModuleId?.replaceAll('\\', '/') ?? '') ?? []
        if (file !== undefined) pages[pathOf(file)] = [...closure(fileName)].filter((name) => !first.has(name))
      }
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(pages) })
    },
  }
}

/** `_console/workloads/index` is `/workloads`: what begins with an underscore is layout, and an index is its folder. */
function pathOf(file: string): string {
  const parts = file.split('/').filter((part) => !part.startsWith('_') && part !== 'index' && part !== 'route')
  return `/${parts.join('/')}`
}
