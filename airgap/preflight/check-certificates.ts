import { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import { fail, pass, warn, type Check } from './check.ts'

const CONNECT_MS = 5000
const SOON_MS = 30 * 86_400_000

export interface SeenCertificate {
  of: string
  /** Milliseconds. */
  from: number
  until: number
}

/** T2: every certificate is good at the time of every clock that was seen, also at one that is off. */
export function checkCertificates(
  certificates: readonly SeenCertificate[],
  clocks: readonly { of: string; at: Date | undefined }[],
  now: number,
): Check {
  const what = 'certificates at all clocks'
  const times = [{ of: 'this machine', at: now }].concat(
    clocks.flatMap(({ of, at }) => (at === undefined ? [] : [{ of, at: at.valueOf() }])),
  )
  const bad = certificates.flatMap(({ of, from, until }) =>
    times.flatMap((clock) => {
      if (clock.at < from) return [`that of ${of} begins at ${told(from)}, and it is ${told(clock.at)} at ${clock.of}`]
      if (clock.at > until) return [`that of ${of} ended at ${told(until)}, and it is ${told(clock.at)} at ${clock.of}`]
      return []
    }),
  )
  if (bad.length > 0) return fail('T2', what, bad.join('; '), 'set these clocks, or issue these certificates anew')
  if (certificates.length === 0) return pass('T2', what, 'there are none')
  const first = certificates.toSorted((a, b) => a.until - b.until)[0]!
  const seen = `${certificates.length} certificate(s) at ${times.length} clock(s), the first ends ${told(first.until)}`
  if (first.until - now < SOON_MS) return warn('T2', what, seen, `renew that of ${first.of} soon`)
  return pass('T2', what, seen)
}

/** What a server shows, trusted or not: whether it is trusted is another check. Undefined where there is no TLS, and for one that does not answer. */
export async function certificateOf(of: string, url: string): Promise<SeenCertificate | undefined> {
  const { protocol, hostname, port } = new URL(url)
  if (protocol !== 'https:') return undefined
  const host = hostname.replaceAll(/^\[|\]$/g, '')
  const isAddress = host.includes(':') || /^[\d.]+$/.test(host)
  const socket = connect({
    host,
    port: Number(port || 443),
    rejectUnauthorized: false,
    ...(isAddress ? {} : { servername: host }),
  })
  try {
    const raw = await new Promise<Buffer | undefined>((resolve, reject) => {
      socket.setTimeout(CONNECT_MS, () => reject(new Error('no answer')))
      socket.once('secureConnect', () => resolve(socket.getPeerX509Certificate()?.raw))
      socket.once('error', reject)
    })
    return raw === undefined ? undefined : certificateIn(of, raw)
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}

/** The first certificate of a PEM file, or one in DER. Throws for anything else. */
export function certificateIn(of: string, text: Buffer): SeenCertificate {
  const { validFrom, validTo } = new X509Certificate(text)
  return { of, from: Date.parse(validFrom), until: Date.parse(validTo) }
}

function told(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}
