import { readFileSync } from 'node:fs'
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { LicenceTerms } from './schemas.ts'

export const LICENCE_TYPE = 'fairlead-licence'

export type ReadLicence =
  | { kind: 'none' }
  | { kind: 'terms'; terms: LicenceTerms }
  | { kind: 'unreadable'; why: string }

/**
 * Reads a licence file: one compact JWS (RFC 7515) over {@link LicenceTerms} as JSON, signed with EdDSA by a key of the key set (RFC 7517). No
 * network is asked. Never throws: a file that cannot be taken is a sentence.
 */
export async function readLicence(files: { licence: string; keys: string }): Promise<ReadLicence> {
  if (files.licence === '') return { kind: 'none' }
  try {
    const text = readFileSync(files.licence, 'utf8').trim()
    const keys = createLocalJWKSet(readKeys(files.keys))
    const { payload, protectedHeader } = await compactVerify(text, keys, { algorithms: ['EdDSA', 'Ed25519'] })
    if (protectedHeader.typ !== LICENCE_TYPE) return unreadable(files.licence, 'it is signed, but it is no licence')
    return { kind: 'terms', terms: LicenceTerms.parse(JSON.parse(new TextDecoder().decode(payload))) }
  } catch (error) {
    return unreadable(files.licence, reasonOf(error))
  }
}

/** Refusals of jose, by their codes. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'its signature does not fit its content',
  ERR_JWKS_NO_MATCHING_KEY: 'it is signed by a key that is not trusted here',
  ERR_JWS_INVALID: 'it is not in the form of a licence',
  ERR_JOSE_ALG_NOT_ALLOWED: 'it is not in the form of a licence',
}

function readKeys(path: string): JSONWebKeySet {
  if (path === '') throw new Error('FAIRLEAD_LICENCE_KEYS_FILE names no keys to check it with')
  return JSON.parse(readFileSync(path, 'utf8')) as JSONWebKeySet
}

function unreadable(path: string, why: string): ReadLicence {
  return { kind: 'unreadable', why: `the licence in ${path} cannot be taken: ${why}` }
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as it should be'}`
  }
  const sentence = REASONS[(error as { code?: string }).code ?? '']
  return sentence ?? (error instanceof Error ? error.message : String(error))
}
