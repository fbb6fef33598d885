import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureRuntime } from '@fairlead/airgap/images/ensure-runtime'
import { readRelease } from '@fairlead/airgap/release/read-release'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Site } from './support/site.ts'

const { folder } = inject('bundle')
/** What stands for something bad; the scanner is told of it by a database of its own. */
const MARKER = 'fairlead-planted-marker-0123456789'

let site: Site
let planted: string

/** A bundle as far as a scanner is concerned: a gzip layer with Node in an archive that is gzip, too. The marker is the last thing in it. */
beforeAll(async () => {
  site = new Site()
  const { architecture } = readRelease(folder)
  const { node } = await ensureRuntime(architecture)
  const layer = join(site.home, 'layer')
  mkdirSync(layer)
  mkdirSync(join(site.home, 'bundle'))
  copyFileSync(node, join(layer, 'node'))
  appendFileSync(join(layer, 'node'), MARKER)
  planted = join(site.home, 'bundle.tar.gz')
  const script = `tar -cf - -C ${layer} node | gzip -1 > ${site.home}/bundle/blob && tar -cf - -C ${site.home} bundle | gzip -1 > ${planted}`
  expect(spawnSync('sh', ['-c', script]).status).toBe(0)
  writeFileSync(join(site.home, 'marker.ndb'), `Fairlead.Marker:0:*:${Buffer.from(MARKER).toString('hex')}\n`)
})

afterAll(() => site.remove())

/** The command of the bundle's own text, for another file and with our database. */
function commandOfDocument(): string {
  const text = readFileSync(join(folder, 'scan/clamav.txt'), 'utf8')
  const command = /^ {2}clamscan [\s\S]*?\.tar\.gz$/m.exec(text)?.[0].replaceAll('\\\n', ' ') ?? ''
  return `${command.replace(/\S+\.tar\.gz$/, planted)} --database=${site.home}/marker.ndb`
}

test('what is planted into the largest program of a layer is found by the command that the bundle names', () => {
  const { code, out } = site.run('/bin/sh', '-c', commandOfDocument())
  expect(out).toContain('Fairlead.Marker')
  expect(code).toBe(1)
})

test('and is not found without its flags, so they are needed', () => {
  const { code } = site.run('/usr/bin/clamscan', `--database=${site.home}/marker.ndb`, planted)
  expect(code).toBe(0)
})
