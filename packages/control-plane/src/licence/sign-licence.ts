import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { LICENCE_TYPE } from './read-licence.ts'
import { LicenceTerms } from './schemas.ts'

/** For whoever issues licences: makes a key, or signs terms with one. What goes out is on standard output. */
const NAME = 'sign-licence'

try {
  const { values: options } = parseArgs({
    options: { terms: { type: 'string' }, key: { type: 'string' }, 'new-key': { type: 'string' } },
  })
  if (options['new-key'] !== undefined) await makeKey(options['new-key'])
  else if (options.terms !== undefined && options.key !== undefined) await sign(options.terms, options.key)
  else throw new Error('give --terms FILE and --key FILE, or --new-key FILE')
} catch (error) {
  process.stderr.write(`${NAME}: ${error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message}\n`)
  process.exitCode = 2
}

async function makeKey(path: string): Promise<void> {
  if (existsSync(path)) throw new Error(`${path} is there already, and a key is not written over`)
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  writeFileSync(path, `${JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid, alg: 'EdDSA' })}\n`, {
    mode: 0o600,
  })
  process.stdout.write(`${JSON.stringify({ keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] }, null, 2)}\n`)
}

async function sign(termsFile: string, keyFile: string): Promise<void> {
  const terms = LicenceTerms.parse(JSON.parse(readFileSync(termsFile, 'utf8')))
  const jwk = JSON.parse(readFileSync(keyFile, 'utf8')) as JWK
  if (jwk.kid === undefined) throw new Error(`${keyFile}: the key has no kid`)
  const text = await new CompactSign(new TextEncoder().encode(JSON.stringify(terms)))
    .setProtectedHeader({ alg: 'EdDSA', typ: LICENCE_TYPE, kid: jwk.kid })
    .sign(await importJWK(jwk, 'EdDSA'))
  process.stdout.write(`${text}\n`)
}
