import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { marked } from 'marked'
import { ROOT } from '../../tools/processes/child.ts'
import type { Release } from '../release/release.ts'

const DOCUMENTS = join(ROOT, 'airgap/documents')

/** Chapters of the offline document, in their order. */
const CHAPTERS = [
  'docs/closed-sites.md',
  'charts/README.md',
  'docs/terraform.md',
  'docs/configuration.md',
  'docs/sharing.md',
  'docs/explain-estimate-what-if.md',
  'docs/licence.md',
  'docs/fleet.md',
  'docs/security-checklist.md',
  'docs/acceptance-at-a-site.md',
] as const

const STYLE = `body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff}
pre{overflow:auto;padding:.75rem;background:#f4f4f4}code{font:14px ui-monospace,monospace}
table{border-collapse:collapse}td,th{padding:.3rem .6rem;border:1px solid #ccc;text-align:left;vertical-align:top}
@media(prefers-color-scheme:dark){body{color:#eee;background:#111}pre{background:#222}td,th{border-color:#444}a{color:#8bf}}`

/** Writes what people read: README.txt, INSTALL.html with nothing outside of itself, examples, and what a reviewer asks for. */
export function writeDocuments(bundle: string, release: Pick<Release, 'version' | 'architecture'>): void {
  const fill = (text: string) =>
    text.replaceAll('@VERSION@', release.version).replaceAll('@ARCHITECTURE@', release.architecture)
  const read = (name: string) => fill(readFileSync(join(DOCUMENTS, name), 'utf8'))
  writeFileSync(join(bundle, 'README.txt'), read('readme.txt'))
  writeFileSync(join(bundle, 'INSTALL.html'), installPage(release))
  mkdirSync(join(bundle, 'scan'), { recursive: true })
  for (const name of ['clamav.txt', 'egress.txt', 'eol.txt', 'rights.txt'])
    writeFileSync(join(bundle, 'scan', name), read(name))
  cpSync(join(DOCUMENTS, 'examples'), join(bundle, 'examples'), { recursive: true })
  cpSync(join(ROOT, 'examples/terraform'), join(bundle, 'examples/terraform'), { recursive: true })
  for (const chart of ['fairlead', 'fairlead-agent'])
    for (const name of ['airgapped', 'openshift'])
      cpSync(
        join(ROOT, `charts/test/values/${chart}/${name}.yaml`),
        join(bundle, `examples/${chart}-${name}-values.yaml`),
      )
}

function installPage({ version, architecture }: Pick<Release, 'version' | 'architecture'>): string {
  const chapters = CHAPTERS.map((path) => {
    const source = readFileSync(join(ROOT, path), 'utf8')
    const text =
      path === CHAPTERS[0] ? source.replaceAll('VERSION', version).replaceAll('ARCHITECTURE', architecture) : source
    return `<section id="${idOf(path)}">${inside(marked.parse(text, { async: false }))}</section>`
  })
  const contents = CHAPTERS.map((path) => `<li><a href="#${idOf(path)}">${titleOf(path)}</a></li>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Fairlead ${version} for closed sites</title><style>${STYLE}</style></head>
<body><nav><ol>${contents.join('')}</ol></nav>${chapters.join('\n')}</body></html>
`
}

/** Links to chapters lead to them, links to other files of the source become text, and pictures go: the page refers to nothing outside of itself. */
function inside(html: string): string {
  return html
    .replaceAll(/<img[^>]*>/g, '')
    .replaceAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g, (_, target: string, text: string) => {
      const chapter = CHAPTERS.find(
        (path) => path.split('/').at(-1) === target.split('/').at(-1) && !target.includes('://'),
      )
      return chapter === undefined ? text : `<a href="#${idOf(chapter)}">${text}</a>`
    })
}

function idOf(path: string): string {
  return path.replaceAll(/[^a-z]+/gi, '-').toLowerCase()
}

function titleOf(path: string): string {
  return /^# (.+)$/m.exec(readFileSync(join(ROOT, path), 'utf8'))?.[1] ?? path
}
