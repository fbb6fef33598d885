import { timingSafeEqual } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blobPath } from './blobs.ts'
import { digestOf, isDigest, type Digest } from './digest.ts'
import { parseName } from './image.ts'
import { readLayout } from './read-layout.ts'

/** What a test can make a registry do wrong with one request. */
export type RegistryFault = 'flip-a-byte' | { status: number }

export interface LayoutServer {
  url: string
  close(): Promise<void>
}

/**
 * Serves the images of an OCI layout by the pull half of the distribution protocol: what a container runtime needs, and nothing that writes. The layout is
 * read anew for each request, so an image that is written later is there.
 */
export async function serveLayout(options: {
  layout: string
  host: string
  /** 0 or left out takes a free one. */
  port?: number
  /** With it, everybody has to sign in. */
  login?: { user: string; password: string }
  /** Asked for each request by its path, such as `/v2/team/app/manifests/1.0.0`. */
  fault?: (path: string) => RegistryFault | undefined
}): Promise<LayoutServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://registry').pathname
    const fault = options.fault?.(path)
    if (options.login && !isSignedIn(request, options.login)) {
      response.setHeader('www-authenticate', 'Basic realm="fairlead"')
      refuse(response, 401, 'UNAUTHORIZED')
    } else if (fault !== undefined && fault !== 'flip-a-byte') refuse(response, fault.status, 'UNKNOWN')
    else if (request.method !== 'GET' && request.method !== 'HEAD') refuse(response, 405, 'UNSUPPORTED')
    else answer(options.layout, path, request.method === 'HEAD', response, fault === 'flip-a-byte')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host, resolve)
  })
  return {
    url: `http://${options.host}:${(server.address() as AddressInfo).port}`,
    close: () => close(server),
  }
}

function answer(layout: string, path: string, isHead: boolean, response: ServerResponse, isFlipped: boolean): void {
  if (path === '/v2/' || path === '/v2') return void response.writeHead(200).end('{}')
  const { repository, kind, reference } =
    /^\/v2\/(?<repository>.+)\/(?<kind>manifests|blobs)\/(?<reference>[^/]+)$/.exec(path)?.groups ?? {}
  if (repository === undefined || reference === undefined) return refuse(response, 404, 'NAME_UNKNOWN')
  const digest = isDigest(reference) ? reference : findTag(layout, repository, reference)
  const file = digest === undefined ? undefined : blobPath(layout, digest)
  if (digest === undefined || file === undefined || !existsSync(file))
    return refuse(response, 404, kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN')
  response.setHeader('docker-content-digest', digest)
  response.setHeader('content-length', statSync(file).size)
  response.setHeader('content-type', kind === 'blobs' ? 'application/octet-stream' : mediaTypeOf(file))
  if (isHead) response.end()
  else if (isFlipped) response.end(flip(readFileSync(file)))
  else createReadStream(file).pipe(response)
}

function findTag(layout: string, repository: string, tag: string): Digest | undefined {
  const found = readLayout(layout).find(({ name }) => {
    const parsed = name === undefined ? undefined : parseName(name)
    return parsed?.repository === repository && parsed.tag === tag
  })
  return found?.descriptor.digest
}

function mediaTypeOf(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { mediaType: string }).mediaType
}

function flip(content: Buffer): Buffer {
  const at = Math.floor(content.length / 2)
  content.writeUInt8(content.readUInt8(at) ^ 1, at)
  return content
}

function isSignedIn(request: IncomingMessage, login: { user: string; password: string }): boolean {
  const wanted = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`
  return timingSafeEqual(Buffer.from(digestOf(request.headers.authorization ?? '')), Buffer.from(digestOf(wanted)))
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ errors: [{ code, message: code }] }))
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
