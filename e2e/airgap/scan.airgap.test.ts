import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobPath } from '@fairlead/airgap/oci/blobs'
import { MEDIA } from '@fairlead/airgap/oci/documents'
import { partsOf, readLayout } from '@fairlead/airgap/oci/read-layout'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Site } from './support/site.ts'

const { folder } = inject('bundle')
/** What stands for something bad; the scanner is told of it by a database of its own. */
const MARKER = 'fairlead-planted-marker-0123456789'
const layout = join(folder, 'images')

let site: Site
/** Archives as the one that is carried, each with one planted file more and nothing else of it. */
let planted: string
let largest: string

beforeAll(() => {
  site = new Site()
  planted = join(site.home, 'planted')
  mkdirSync(planted)
  writeFileSync(join(site.home, 'marker'), MARKER)
  writeFileSync(join(site.home, 'marker.ndb'), `Fairlead.Marker:0:*:${Buffer.from(MARKER).toString('hex')}\n`)
  const layers = new Map(
    readLayout(layout).flatMap((image) =>
      partsOf(image)
        .filter(({ mediaType }) => mediaType === MEDIA.layer)
        .map(({ digest, size }) => [digest, size] as const),
    ),
  )
  for (const digest of layers.keys()) plantInGzip(blobPath(layout, digest), `layer-${digest.slice(7, 19)}`)
  const [top] = [...layers].toSorted(([, a], [, b]) => b - a)[0]!
  largest = join(planted, `layer-${top.slice(7, 19)}.tar.gz`)
  const chart = readdirSync(join(folder, 'charts')).find((name) => name.endsWith('.tgz'))!
  plantInGzip(join(folder, 'charts', chart), 'chart')
  for (const name of ['release.json', 'INSTALL.html', 'programs/main/airgap.js', 'sbom/programs.cdx.json', 'airgap'])
    plantInFile(join(folder, name), `plain-${name.replaceAll(/\W/g, '-')}`)
}, 300_000)

afterAll(() => site.remove())

/** The command of the bundle's own text, for other files and with our database. */
function commandOfDocument(target: string): string {
  const text = readFileSync(join(folder, 'scan/clamav.txt'), 'utf8')
  const command = /^ {2}clamscan [\s\S]*?\.tar\.gz$/m.exec(text)?.[0].replaceAll('\\\n', ' ') ?? ''
  return `${command.replace(/\S+\.tar\.gz$/, target)} --database=${site.home}/marker.ndb`
}

test('what is planted into any layer of any image, a chart or a plain file is found by the command that the bundle names', () => {
  const names = readdirSync(planted)
  expect(names.length).toBeGreaterThan(10)
  const { code, out } = site.run('/bin/sh', '-c', commandOfDocument(planted))
  const found = [...out.matchAll(/^.*\/(\S+): Fairlead\.Marker\S* FOUND$/gm)].map(([, name = '']) => name)
  expect(found.toSorted()).toEqual(names.toSorted())
  expect(code).toBe(1)
}, 300_000)

test('and is not found in the largest one without its flags, where the last of them says that a limit was too small', () => {
  const scan = (...flags: string[]) =>
    site.run('/usr/bin/clamscan', `--database=${site.home}/marker.ndb`, ...flags, largest)
  expect(statSync(largest).size).toBeGreaterThan(25_000_000)
  expect(scan().code).toBe(0)
  expect(scan('--alert-exceeds-max=yes')).toMatchObject({ code: 1, out: expect.stringContaining('Limits.Exceeded') })
})

/** A copy of a tar file in gzip whose last member is the marker, in an archive as the one that is carried. */
function plantInGzip(file: string, name: string): void {
  const script = `
    mkdir -p ${site.home}/${name}/bundle && cd ${site.home} && gzip -dc ${file} > ${name}/layer.tar &&
    tar -rf ${name}/layer.tar marker && gzip -1 < ${name}/layer.tar > ${name}/bundle/blob && rm ${name}/layer.tar`
  pack(script, name)
}

/** A copy of a file that ends with the marker, in such an archive. */
function plantInFile(file: string, name: string): void {
  pack(`mkdir -p ${site.home}/${name}/bundle && cd ${site.home} && cat ${file} marker > ${name}/bundle/file`, name)
}

function pack(script: string, name: string): void {
  const whole = `${script} && tar -cf - -C ${name} bundle | gzip -1 > ${planted}/${name}.tar.gz && rm -r ${site.home}/${name}`
  const { status, stderr } = spawnSync('sh', ['-c', whole], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} cannot be planted: ${stderr}`)
}
