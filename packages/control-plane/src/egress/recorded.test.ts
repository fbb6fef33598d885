import { execFile } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const run = promisify(execFile)

/** What HTTP itself and Node's client say, none of which names an installation. */
const SAID_BY_ANYONE: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'host',
  'pragma',
  'proxy-connection',
  'sec-fetch-mode',
  'user-agent',
])

const seen: { request: IncomingMessage; body: string }[] = []
const proxy = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    seen.push({ request, body })
    response.end('{}')
  })
})
/** Where tunnels were asked to lead. They all end here. */
const tunnels: string[] = []
proxy.on('connect', (request, socket: Socket) => {
  tunnels.push(request.url ?? '')
  const inner = connect((proxy.address() as AddressInfo).port, '127.0.0.1')
  socket.write('HTTP/1.1 200 OK\r\n\r\n')
  inner.pipe(socket).pipe(inner)
  for (const each of [inner, socket]) each.on('error', () => undefined)
})
beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  proxy.close()
})

/** Each as a caller might try it: reads, and reads that would tell something. */
const TRIED = [
  ['http://releases.invalid/index.json', {}],
  ['http://releases.invalid/index.json', { headers: { 'if-none-match': '"7"' } }],
  ['http://releases.invalid/index.json?installation=4711', {}],
  ['http://releases.invalid/report', { method: 'POST', body: 'names of projects' }],
  ['http://releases.invalid/index.json', { method: 'PUT' }],
  ['http://releases.invalid/index.json', { headers: { cookie: 'id=4711' } }],
  ['http://releases.invalid/index.json', { headers: { authorization: 'Bearer 4711' } }],
  ['http://elsewhere.invalid/index.json', {}],
] as const

test('downloads only: a proxy sees plain reads of named hosts, and not a byte that tells who asks', async () => {
  const { port } = proxy.address() as AddressInfo
  const code = `
    import { createEgress } from ${JSON.stringify(join(import.meta.dirname, 'egress.ts'))}
    const egress = createEgress({ mode: 'onprem', hosts: ['releases.invalid'] })
    for (const [url, init] of ${JSON.stringify(TRIED)})
      console.log(await egress.fetch(url, init).then(({ status }) => status, ({ name }) => name))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '' },
  })
  expect(stdout.trim().split('\n')).toEqual(['200', '200', ...Array<string>(6).fill('EgressRefused')])
  expect(seen.map(({ request, body }) => [request.method, request.url, body])).toEqual([
    ['GET', '/index.json', ''],
    ['GET', '/index.json', ''],
  ])
  expect(new Set(tunnels)).toEqual(new Set(['releases.invalid:80']))
  for (const { request } of seen) {
    const others = Object.keys(request.headers).filter((name) => !SAID_BY_ANYONE.has(name))
    expect(others.filter((name) => name !== 'if-none-match')).toEqual([])
    expect(request.headers['user-agent']).toBe('node')
  }
})
