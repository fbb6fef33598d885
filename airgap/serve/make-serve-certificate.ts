import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
/** Clocks of nodes may be behind. Renewing means to go to every node again, so it lasts as long as an authority usually does. */
const VALID_MS = { before: DAY_MS, after: 3650 * DAY_MS }

export interface ServeCertificate {
  /** All in PEM. Nodes trust this one. */
  authority: string
  certificate: string
  key: string
}

/** A certificate for one host name or address, and the authority that has issued it. Nobody keeps the key of the authority: it signs nothing else, ever. */
export async function makeServeCertificate(host: string, now: number): Promise<ServeCertificate> {
  const [ofAuthority, own] = [await makeKeys(), await makeKeys()]
  const period = { notBefore: new Date(now - VALID_MS.before), notAfter: new Date(now + VALID_MS.after) }
  const name = 'CN=Authority of ./airgap serve, O=Fairlead'
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...period,
    name,
    signingAlgorithm: ALGORITHM,
    keys: ofAuthority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  const certificate = await X509CertificateGenerator.create({
    ...period,
    subject: 'CN=Images, O=Fairlead',
    issuer: name,
    signingAlgorithm: ALGORITHM,
    publicKey: own.publicKey,
    signingKey: ofAuthority.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }]),
    ],
  })
  return {
    authority: `${authority.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY')}\n`,
  }
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}
