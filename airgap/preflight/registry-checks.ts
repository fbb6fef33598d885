import { readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls, type PeerCertificate } from 'node:tls'
import { digestOf } from '../oci/digest.ts'
import { MEDIA } from '../oci/documents.ts'
import { describeConnectionError, isCut } from '../registry/describe-connection-error.ts'
import { describeRefusal } from '../registry/describe-refusal.ts'
import { CHUNK_BYTES_MIN, CHUNK_BYTES_START, type UploadWays } from '../registry/push-blob.ts'
import type { RegistryClient } from '../registry/registry-client.ts'
import type { Site } from '../site/site.ts'
import { fail, pass, warn, type Check } from './check.ts'
import { checkServed, type ServedPart } from './check-served.ts'
import { withServeHint } from '../serve/with-serve-hint.ts'

const CONNECT_MS = 5000
const SOON_MS = 30 * 86_400_000

export interface RegistryChecks {
  checks: Check[]
  /** What was learned for the push that follows. */
  ways: UploadWays
}

/**
 * R1 to R7: from the name of the registry to the right to push and to pull. Stops at the first failure that makes the rest moot. Of a site without a registry nobody asks for the right to push: what
 * `./airgap serve` has there has to be all of `served` instead.
 */
export async function checkRegistry(
  site: Site,
  clients: { push: RegistryClient; pull: RegistryClient },
  repository: string,
  served: readonly ServedPart[],
): Promise<RegistryChecks> {
  const ways: UploadWays = { chunkBytes: CHUNK_BYTES_START, isChunked: true }
  const reach = await checkReach(site)
  const checks = [reach]
  if (reach.result === 'fail') return { checks, ways }
  const trust = await checkTls(site)
  checks.push(trust)
  if (trust.result === 'fail') return { checks, ways }
  if (site.registry.serve !== undefined)
    return { checks: [...checks, await checkServed(site.registry, clients.pull, served)], ways }
  const upload = await checkPush(clients.push, repository)
  checks.push(...upload.checks)
  if (upload.location !== undefined) {
    checks.push(await checkBodySize(clients.push, repository, upload.location, ways))
    checks.push(await checkMediaTypes(clients.push, repository))
  }
  checks.push(await checkPull(clients.pull, repository))
  return { checks, ways }
}

async function checkReach({ registry }: Site): Promise<Check> {
  const { hostname, port, protocol, host } = new URL(registry.url)
  const socket = connectTcp({ host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(CONNECT_MS, () => reject(new Error(`no answer for ${CONNECT_MS / 1000} s`)))
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return pass('R1', 'registry in reach', `${host} at ${socket.remoteAddress}`)
  } catch (error) {
    return fail('R1', 'registry in reach', 'no', withServeHint(registry, describeConnectionError(host, error).message))
  } finally {
    socket.destroy()
  }
}

async function checkTls({ registry }: Site): Promise<Check> {
  const what = 'registry certificate'
  const { hostname, port, protocol, host } = new URL(registry.url)
  if (protocol === 'http:')
    return warn(
      'R2',
      what,
      'no TLS',
      'give the registry a certificate: passwords and images pass in the clear, and most nodes refuse to pull',
    )
  const ca = registry.caFile === undefined ? undefined : readFileSync(registry.caFile, 'utf8')
  const socket = connectTls({
    host: hostname,
    port: Number(port || 443),
    ...(ca === undefined ? {} : { ca }),
    ...(/^[\d.]+$/.test(hostname) ? {} : { servername: hostname }),
  })
  try {
    const certificate = await new Promise<PeerCertificate>((resolve, reject) => {
      socket.setTimeout(CONNECT_MS, () => reject(new Error(`no answer for ${CONNECT_MS / 1000} s`)))
      socket.once('secureConnect', () => resolve(socket.getPeerCertificate()))
      socket.once('error', reject)
    })
    const until = new Date(certificate.valid_to)
    const seen = `good until ${until.toISOString().slice(0, 10)}`
    if (until.valueOf() - Date.now() < SOON_MS) return warn('R2', what, seen, 'renew it soon: without it no node pulls')
    return pass('R2', what, seen)
  } catch (error) {
    return fail(
      'R2',
      what,
      (error as NodeJS.ErrnoException).code ?? 'refused',
      describeConnectionError(host, error).message,
    )
  } finally {
    socket.destroy()
  }
}

async function checkPush(
  client: RegistryClient,
  repository: string,
): Promise<{ checks: Check[]; location: string | undefined }> {
  const what = 'right to push'
  try {
    const answer = await client.send({
      method: 'POST',
      path: `/v2/${repository}/blobs/uploads/`,
      headers: { 'content-length': '0' },
      repository,
      access: 'push',
    })
    if (answer.status === 202)
      return {
        checks: [pass('R3', what, `to ${repository}`), pass('R4', 'place in the registry', repository)],
        location: answer.headers.location,
      }
    const { problem, message } = describeRefusal(client.host, repository, answer)
    if (/NAME_UNKNOWN/.test(answer.text))
      return { checks: [fail('R4', 'place in the registry', 'none', message)], location: undefined }
    return { checks: [fail('R3', what, problem, message)], location: undefined }
  } catch (error) {
    return {
      checks: [fail('R3', what, 'no', describeConnectionError(client.host, error).message)],
      location: undefined,
    }
  }
}

/** Sends zeros into an upload that is then given up. */
async function checkBodySize(
  client: RegistryClient,
  repository: string,
  location: string,
  ways: UploadWays,
): Promise<Check> {
  const what = 'size of a request'
  const write = { repository, access: 'push' as const }
  try {
    for (;;) {
      const bytes = ways.chunkBytes
      const status = await client
        .send({
          ...write,
          method: 'PATCH',
          path: location,
          headers: { 'content-type': 'application/octet-stream', 'content-range': `0-${bytes - 1}` },
          body: Buffer.alloc(bytes),
        })
        .then(
          (answer) => {
            location = answer.headers.location ?? location
            return answer.status
          },
          (error: unknown) => {
            if (isCut(error)) return 413
            throw error
          },
        )
      if (status === 202 || status === 204) return pass('R5', what, `${bytes / 1024} KiB at a time`)
      if (status !== 413) {
        ways.isChunked = false
        return warn(
          'R5',
          what,
          `no chunks (${status})`,
          'layers go in one request each: a proxy before the registry has to take 60 MB',
        )
      }
      if (bytes <= CHUNK_BYTES_MIN)
        return fail(
          'R5',
          what,
          `under ${bytes / 1024} KiB`,
          'raise the limit for the size of a body in the proxy before the registry (nginx: client_max_body_size 0)',
        )
      ways.chunkBytes = Math.max(CHUNK_BYTES_MIN, bytes / 2)
    }
  } catch (error) {
    return fail('R5', what, 'unknown', describeConnectionError(client.host, error).message)
  } finally {
    await client.send({ ...write, method: 'DELETE', path: location }).catch(() => undefined)
  }
}

/** Puts an image of nothing under its digest, and takes it away where that is allowed. */
async function checkMediaTypes(client: RegistryClient, repository: string): Promise<Check> {
  const what = 'takes OCI images'
  const write = { repository, access: 'push' as const }
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } })
  const digest = digestOf(config)
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config: { mediaType: MEDIA.config, digest, size: config.length },
    layers: [],
  })
  try {
    const begun = await client.send({
      ...write,
      method: 'POST',
      path: `/v2/${repository}/blobs/uploads/`,
      headers: { 'content-length': '0' },
    })
    const location = begun.headers.location ?? ''
    const path = `${location}${location.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`
    await client.send({
      ...write,
      method: 'PUT',
      path,
      headers: { 'content-type': 'application/octet-stream' },
      body: config,
    })
    const place = `/v2/${repository}/manifests/${digestOf(manifest)}`
    const answer = await client.send({
      ...write,
      method: 'PUT',
      path: place,
      headers: { 'content-type': MEDIA.manifest },
      body: manifest,
    })
    if (answer.status >= 300)
      return warn(
        'R6',
        what,
        String(answer.status),
        describeRefusal(client.host, 'an image without layers', answer).message,
      )
    await client.send({ ...write, method: 'DELETE', path: place })
    return pass('R6', what, 'yes')
  } catch (error) {
    return warn('R6', what, 'unknown', describeConnectionError(client.host, error).message)
  }
}

async function checkPull(client: RegistryClient, repository: string): Promise<Check> {
  const what = 'right to pull'
  try {
    const answer = await client.send({ method: 'GET', path: `/v2/${repository}/tags/list`, repository })
    // Nothing may be there yet.
    if (answer.status === 200 || answer.status === 404) return pass('R7', what, `from ${repository}`)
    const { message } = describeRefusal(client.host, repository, answer)
    return fail(
      'R7',
      what,
      String(answer.status),
      `${message}; nodes use registry.pullAuthFile, or registry.authFile without one`,
    )
  } catch (error) {
    return fail('R7', what, 'no', describeConnectionError(client.host, error).message)
  }
}
