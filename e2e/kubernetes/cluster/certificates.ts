import 'reflect-metadata'
import { mkdirSync, writeFileSync } from 'node:fs'
import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import { dirname } from 'node:path'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
/** A rig lives for hours; a week covers one that somebody keeps. It starts early, so that clocks that are moved in a test are still inside. */
const VALID_DAYS = { before: 2, after: 7 }

export interface Certificate {
  certificate: string
  key: string
}

export interface Authority extends Certificate {
  /** A certificate for a server, a client or both, signed by this authority. */
  issue(subject: { commonName: string; organization?: string; hosts?: readonly string[] }): Promise<Certificate>
}

/** A new certificate authority that exists for one cluster. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const own = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    ...validity(),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true),
    ],
  })
  return await loadAuthority({ certificate: own.toString('pem'), key: await keyPem(keys.privateKey) })
}

/** An authority that was written down before. */
export async function loadAuthority({ certificate, key }: Certificate): Promise<Authority> {
  const { subject } = new X509Certificate(certificate)
  const signingKey = await webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(key), ALGORITHM, false, [
    'sign',
  ])
  return {
    certificate,
    key,
    issue: async ({ commonName, organization, hosts = [] }) => {
      const leaf = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
      const issued = await X509CertificateGenerator.create({
        subject: organization === undefined ? `CN=${commonName}` : `O=${organization}, CN=${commonName}`,
        issuer: subject,
        ...validity(),
        signingAlgorithm: ALGORITHM,
        signingKey,
        publicKey: leaf.publicKey,
        extensions: [
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          ...(hosts.length === 0 ? [] : [new SubjectAlternativeNameExtension(hosts.map(generalName))]),
        ],
      })
      return { certificate: issued.toString('pem'), key: await keyPem(leaf.privateKey) }
    },
  }
}

/** The pair that signs the tokens of ServiceAccounts. */
export function serviceAccountKeys(): { privateKey: string; publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

/** Writes a secret so that only its owner reads it. */
export function writeSecret(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, text, { mode: 0o600 })
}

function validity(): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(Date.now() - VALID_DAYS.before * DAY_MS),
    notAfter: new Date(Date.now() + VALID_DAYS.after * DAY_MS),
  }
}

function generalName(host: string): { type: 'ip' | 'dns'; value: string } {
  return { type: isIP(host) === 0 ? 'dns' : 'ip', value: host }
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}
