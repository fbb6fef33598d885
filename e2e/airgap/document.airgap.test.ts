import { copyFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { codeBlocks } from './support/document.ts'
import { Site } from './support/site.ts'

const { archive, folder } = inject('bundle')

let site: Site
beforeAll(() => {
  site = new Site()
})
afterAll(() => site.remove())

test('the commands by which a site checks the file work as the document in it has them, one after the other', () => {
  const name = basename(archive)
  for (const each of readdirSync(dirname(archive)).filter((other) => other.startsWith(name)))
    copyFileSync(join(dirname(archive), each), join(site.home, each))
  for (const key of ['release.pub.pem', 'allowed_signers', 'minisign.pub'])
    copyFileSync(join(folder, 'trust', key), join(site.home, key))
  const blocks = codeBlocks(folder)
  const first = blocks.findIndex((block) => block.includes('sha256sum -c'))
  const commands = blocks.slice(first, first + 3).join('\n')
  expect(commands).toMatch(/openssl[\s\S]*ssh-keygen[\s\S]*minisign[\s\S]*tar -xzf[\s\S]*airgap verify --accept/)
  const { code, out, err } = site.run('/bin/sh', '-euc', commands)
  expect({ code, err }).toMatchObject({ code: 0 })
  expect(out).toContain(`${name}: OK`)
  expect(out).toContain('Verified OK')
  expect(out).toContain('Good "release" signature')
  expect(out).toContain('good: Fairlead')
  // And those for the list of keys, which come after it.
  expect(commands).toContain('trust/keys.json.minisig')
  expect(out.match(/Verified OK/g)).toHaveLength(2)
  expect(out).toContain('"fingerprint"')
})
