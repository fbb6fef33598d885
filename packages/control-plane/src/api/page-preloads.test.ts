import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagePreloads } from './page-preloads.ts'

const folder = mkdtempSync(join(tmpdir(), 'fairlead-pages-'))
const PAGES = {
  '/': ['assets/overview.js'],
  '/clusters': ['assets/clusters.js', 'assets/table.js'],
  '/clusters/$cluster': ['assets/cluster.js'],
  '/clusters/enrol': ['assets/enrol.js'],
  '/$': ['assets/lost.js'],
}
beforeAll(() => writeFileSync(join(folder, 'pages.json'), JSON.stringify(PAGES)))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const named = (tags: string) => [...tags.matchAll(/href="\/assets\/(\w+)\.js"/g)].map(([, name]) => name)

test('an address is told the files of its page, and of no other', () => {
  const preloads = pagePreloads(folder)
  expect(named(preloads('/'))).toEqual(['overview'])
  expect(named(preloads('/clusters'))).toEqual(['clusters', 'table'])
  expect(named(preloads('/clusters/'))).toEqual(['clusters', 'table'])
  expect(named(preloads('/clusters/berlin'))).toEqual(['cluster'])
  expect(preloads('/clusters')).toContain('<link rel="modulepreload" crossorigin href="/assets/clusters.js">')
})

test('what a path spells out goes before what stands for anything', () => {
  expect(named(pagePreloads(folder)('/clusters/enrol'))).toEqual(['enrol'])
})

test('what is no page is told the files of the page that says so', () => {
  expect(named(pagePreloads(folder)('/clusters/berlin/nodes'))).toEqual(['lost'])
})

test('a build that does not say tells nothing', () => {
  expect(pagePreloads(join(folder, 'none'))('/')).toBe('')
})

test('nothing of an address gets into the page', () => {
  expect(pagePreloads(folder)('/clusters/"><script>')).not.toContain('script>')
})
