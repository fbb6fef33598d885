import { RegistryError } from './registry-error.ts'

const CERTIFICATE_SAYS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired: renew it, or set the clock of this machine right',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: set the clock of this machine right',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for other names: use a name that it has, or add this one to it',
}

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
])

/** Turns what the network threw into the sentence for it. */
export function describeConnectionError(host: string, error: unknown): RegistryError {
  if (error instanceof RegistryError) return error
  const { code = '', message } = error as NodeJS.ErrnoException
  const because = (problem: 'certificate' | 'unreachable', sentence: string) =>
    new RegistryError(problem, sentence, { cause: error })
  if (UNKNOWN_AUTHORITY.has(code))
    return because(
      'certificate',
      `${host} has a certificate of an unknown authority: set registry.caFile to the file with the certificate of that authority`,
    )
  const says = CERTIFICATE_SAYS[code]
  if (says !== undefined) return because('certificate', `${host} cannot be trusted: ${says}`)
  if (code === 'EPROTO' || /wrong version number/i.test(message))
    return because(
      'unreachable',
      `${host} speaks no TLS: write http:// in registry.url if it has none, which only a registry on this machine should`,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return because(
      'unreachable',
      `${host} has no address here: check the name in registry.url, and the DNS of this machine`,
    )
  if (code === 'ECONNREFUSED')
    return because(
      'unreachable',
      `nothing listens at ${host}: check the port in registry.url, and whether the registry runs`,
    )
  return because('unreachable', `the connection to ${host} fails: ${message || code}`)
}

/** A cut that may not happen again, in contrast to a name or a certificate that is wrong. */
export function isCut(error: unknown): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException
  return (
    ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code) ||
    /socket hang up|aborted|no sign of life/i.test(message)
  )
}
