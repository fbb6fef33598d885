import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { layerEntries } from './layer-entries.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-entries-'))
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

test('folders on the way to a file are there, readable by everybody, and everything stands in one order', () => {
  const entries = layerEntries([
    { text: 'z', to: '/z' },
    { text: 'b', to: '/opt/app/b' },
  ])
  expect(entries.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([
    'opt 755',
    'opt/app 755',
    'opt/app/b 644',
    'z 644',
  ])
})

test('whether its owner may run a file is all that remains of its rights', () => {
  for (const [name, mode] of [
    ['private', 0o600],
    ['program', 0o4700],
    ['open', 0o666],
  ] as const) {
    writeFileSync(join(home, name), '')
    chmodSync(join(home, name), mode)
  }
  const modes = layerEntries([{ from: home, to: '/' }]).map(({ path, mode }) => [path, mode.toString(8)])
  expect(Object.fromEntries(modes)).toEqual({ private: '644', program: '755', open: '644' })
})

test('a link inside a folder stays a link, and a link that is named is followed', () => {
  writeFileSync(join(home, 'lib.so.1.2'), 'x')
  symlinkSync('lib.so.1.2', join(home, 'lib.so'))
  expect(layerEntries([{ from: home, to: '/lib' }]).find(({ path }) => path === 'lib/lib.so')?.content).toEqual({
    link: 'lib.so.1.2',
  })
  expect(layerEntries([{ from: join(home, 'lib.so'), to: '/lib.so' }])[0]).toMatchObject({ type: 'file', size: 1 })
})

test('two sources of one path are refused, unless both make the folder', () => {
  mkdirSync(join(home, 'etc'))
  expect(layerEntries([{ from: home, to: '/' }, { folder: '/etc' }]).map(({ path }) => path)).toEqual(['etc'])
  expect(() =>
    layerEntries([
      { text: 'a', to: '/a' },
      { link: 'b', to: '/a' },
    ]),
  ).toThrow('two sources of one layer make /a')
  expect(() =>
    layerEntries([
      { text: 'a', to: '/a' },
      { text: 'b', to: '/a/b' },
    ]),
  ).toThrow('/a is no folder')
})

test('a path that leaves the image is refused', () => {
  expect(() => layerEntries([{ text: 'a', to: 'etc/a' }])).toThrow('not an absolute path')
  expect(layerEntries([{ text: 'a', to: '/../../etc/a' }]).map(({ path }) => path)).toEqual(['etc', 'etc/a'])
})
