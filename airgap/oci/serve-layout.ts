import { timingSafeEqual } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { digestOf } from './digest.ts'
import { findInLayouts, READ_ONLY, type Found, type Refusal } from './find-in-layouts.ts'

/** What a test can make a registry do wrong with one request. */
export type RegistryFault = 'flip-a-byte' | { status: number }

export interface LayoutServer {
  url: string
  close(): Promise<void>
}

export interface ServeLayoutOptions {
  /** OCI layouts, asked for and read anew with each request: an image that is written later is there. The first that has something answers. */
  layouts: () => readonly string[]
  host: string
  /** 0 or left out takes a free one. */
  port?: number
  /** In PEM; plain HTTP without it. */
  tls?: { certificate: string; key: string }
  /** With it, everybody has to sign in. */
  login?: { user: string; password: string }
  /** Asked for each request by its path, such as `/v2/team/app/manifests/1.0.0`. */
  fault?: (path: string) => RegistryFault | undefined
  /** Told of a path that no layout has anything for. Answers whether there is more to look through by now. */
  onMissing?: (path: string) => Promise<boolean>
}

/** Serves the images of OCI layouts by the pull half of the distribution protocol: what a container runtime needs, and nothing that writes. */
export async function serveLayout(options: ServeLayoutOptions): Promise<LayoutServer> {
  const { host, tls } = options
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void respond(options, request, response).catch(() => response.destroy())
  const server =
    tls === undefined ? createPlain(listener) : createSecure({ cert: tls.certificate, key: tls.key }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => close(server),
  }
}

async function respond(options: ServeLayoutOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?')
  const { method = 'GET' } = request
  const fault = options.fault?.(path)
  if (options.login && !isSignedIn(request, options.login)) {
    response.setHeader('www-authenticate', 'Basic realm="fairlead"')
    return refuse(response, { status: 401, code: 'UNAUTHORIZED', message: 'sign in' })
  }
  if (fault !== undefined && fault !== 'flip-a-byte')
    return refuse(response, { ...fault, code: 'UNKNOWN', message: '' })
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    return refuse(response, READ_ONLY)
  }
  let found = findInLayouts(options.layouts(), path)
  if ('status' in found && (await options.onMissing?.(path)) === true) found = findInLayouts(options.layouts(), path)
  if ('status' in found) return refuse(response, found)
  await send(response, found, method === 'HEAD', fault === 'flip-a-byte')
}

async function send(response: ServerResponse, found: Found, isHead: boolean, isFlipped: boolean): Promise<void> {
  const { digest, mediaType } = found
  response.setHeader('docker-distribution-api-version', 'registry/2.0')
  response.setHeader('content-type', mediaType)
  if (digest !== undefined) response.setHeader('docker-content-digest', digest)
  response.setHeader('content-length', 'file' in found ? statSync(found.file).size : Buffer.byteLength(found.text))
  if (isHead) response.end()
  else if ('text' in found) response.end(found.text)
  else if (isFlipped) response.end(flip(readFileSync(found.file)))
  else await pipeline(createReadStream(found.file), response)
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

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
