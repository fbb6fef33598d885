import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { AirgapError } from '../cli/airgap-error.ts'
import { fail, pass, warn, type Check } from './check.ts'

const CONNECT_MS = 5000
const SOON_MS = 30 * 86_400_000
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
/** Of the protocol of PostgreSQL: 8 bytes, of which the last four are its number. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])

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
  const host = bare(hostname)
  return await shown(
    of,
    connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...serverName(hostname) }),
  )
}

/** What a PostgreSQL shows, trusted or not: it speaks TLS only after it was asked whether it does. Undefined for one that does not, and for one that does not answer. */
export async function certificateOfDatabase(of: string, url: string): Promise<SeenCertificate | undefined> {
  const { hostname, port } = new URL(url)
  const plain = connectPlain({ host: bare(hostname), port: Number(port || 5432) })
  try {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      plain.setTimeout(CONNECT_MS, () => reject(new Error('no answer')))
      plain.once('data', resolve)
      plain.once('error', reject)
      plain.once('close', () => reject(new Error('closed')))
      plain.write(SSL_REQUEST)
    })
    // `S` and nothing behind it; `N` is no.
    if (answer.toString('latin1') !== 'S') return undefined
    return await shown(of, connect({ socket: plain, rejectUnauthorized: false, ...serverName(hostname) }))
  } catch {
    return undefined
  } finally {
    plain.destroy()
  }
}

async function shown(of: string, socket: TLSSocket): Promise<SeenCertificate | undefined> {
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

/** Addresses have no name to ask for. */
function serverName(hostname: string): { servername?: string } {
  return hostname.includes(':') || /^[\d.]+$/.test(hostname) ? {} : { servername: hostname }
}

function bare(hostname: string): string {
  return hostname.replaceAll(/^\[|\]$/g, '')
}

/** Every certificate in files in PEM, each file once. Throws for one that holds none. */
export function certificatesIn(files: readonly (string | undefined)[]): SeenCertificate[] {
  const named = new Set(files.filter((file) => file !== undefined))
  return [...named].flatMap((file) => {
    const parts = readFileSync(file, 'utf8').match(PEM) ?? []
    if (parts.length === 0) throw new AirgapError('usage', `${file} holds no certificate in PEM`)
    return parts.map((part, at) =>
      certificateIn(parts.length === 1 ? file : `${file} (${at + 1} of ${parts.length})`, Buffer.from(part)),
    )
  })
}

/** The first certificate of a PEM file, or one in DER. Throws for anything else. */
export function certificateIn(of: string, text: Buffer): SeenCertificate {
  const { validFrom, validTo } = new X509Certificate(text)
  return { of, from: Date.parse(validFrom), until: Date.parse(validTo) }
}

function told(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ')
}
