import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parsePublicKeys, publicKeysPem } from './public-keys.ts'
import { SIGNATURE_SUFFIXES, signatureProblems, signFile } from './sign-file.ts'
import { makeSigningKeys, publicKeysOf, readSigningKeys, writeSigningKeys } from './signing-keys.ts'

let home: string
let file: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-sign-'))
  file = join(home, 'file')
  writeFileSync(file, 'what is signed')
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

test('what is signed is found good by its own keys alone', () => {
  const keys = makeSigningKeys()
  signFile(file, keys, 'a comment')
  expect(signatureProblems(file, publicKeysOf(keys))).toEqual([])
  expect(signatureProblems(file, publicKeysOf(makeSigningKeys()))).toHaveLength(3)
  writeFileSync(file, 'what is signeD')
  expect(signatureProblems(file, publicKeysOf(keys))).toHaveLength(3)
})

test('signing the same file twice gives the same bytes', () => {
  const keys = makeSigningKeys()
  const signatures = [1, 2].map(() => {
    signFile(file, keys, 'a comment')
    return SIGNATURE_SUFFIXES.map((suffix) => readFileSync(`${file}${suffix}`, 'hex'))
  })
  expect(signatures[0]).toEqual(signatures[1])
})

test.each(SIGNATURE_SUFFIXES)('no single byte of a signature %s can be another one', (suffix) => {
  const keys = makeSigningKeys()
  signFile(file, keys, 'a comment')
  const good = readFileSync(`${file}${suffix}`)
  const unnoticed = [...good.keys()].filter((at) => {
    const bad = Buffer.from(good)
    bad.writeUInt8(bad.readUInt8(at) ^ 1, at)
    writeFileSync(`${file}${suffix}`, bad)
    return signatureProblems(file, publicKeysOf(keys)).length === 0
  })
  expect(unnoticed).toEqual([])
})

test('a missing signature is as bad as a wrong one', () => {
  const keys = makeSigningKeys()
  signFile(file, keys, 'a comment')
  rmSync(`${file}.sshsig`)
  expect(signatureProblems(file, publicKeysOf(keys))).toEqual([expect.stringContaining('.sshsig cannot be read')])
})

test('keys come back from their files, and a file with one kind alone is refused with how to make the other', () => {
  const keys = makeSigningKeys()
  const path = join(home, 'keys.pem')
  writeSigningKeys(path, keys)
  const pem = publicKeysPem(publicKeysOf(readSigningKeys(path)))
  expect(pem).toBe(publicKeysPem(publicKeysOf(keys)))
  expect(publicKeysPem(parsePublicKeys(pem))).toBe(pem)
  writeFileSync(path, String(keys.ec.export({ type: 'pkcs8', format: 'pem' })))
  expect(() => readSigningKeys(path)).toThrow('openssl genpkey -algorithm ed25519')
  expect(() => parsePublicKeys(pem.slice(0, pem.indexOf('-----END') + 30))).toThrow('one P-256 and one Ed25519')
})
