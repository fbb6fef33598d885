import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface HostileProxy {
  url: string
  host: string
  /** Method, path without the query, and bytes of each request that it let through, in order. */
  passed: { method: string; path: string; bytes: number }[]
  close(): void
}

/** What stands before a registry at some sites: a proxy that refuses long bodies, loses connections, or does not know a method. */
export async function startHostileProxy(options: {
  target: string
  /** Answers 413 to a longer body. */
  bodyBytesMax?: number
  /** Closes the connection instead of saying so. */
  isSilent?: boolean
  /** Each time as many bytes of bodies have come, the connection breaks. */
  cutAfterBytes?: readonly number[]
  refuse?: { method: string; status: number }
}): Promise<HostileProxy> {
  const target = new URL(options.target)
  const passed: HostileProxy['passed'] = []
  const cuts = [...(options.cutAfterBytes ?? [])]
  let seen = 0
  const sockets = new Set<Socket>()
  const server = createServer((inner, answer) => {
    const method = inner.method ?? 'GET'
    const length = Number(inner.headers['content-length'] ?? 0)
    if (options.bodyBytesMax !== undefined && length > options.bodyBytesMax) {
      if (options.isSilent) return void inner.destroy()
      return void answer.writeHead(413, { connection: 'close' }).end('<html>413 Request Entity Too Large</html>')
    }
    if (options.refuse?.method === method) return void answer.writeHead(options.refuse.status).end()
    const entry = { method, path: (inner.url ?? '').split('?')[0] ?? '', bytes: 0 }
    passed.push(entry)
    const outer = request(new URL(inner.url ?? '/', target), { method, headers: inner.headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outer.on('error', () => answer.destroy())
    inner.on('data', (chunk: Buffer) => {
      entry.bytes += chunk.length
      seen += chunk.length
      if (cuts.length > 0 && seen >= cuts[0]!) {
        cuts.shift()
        inner.destroy()
        outer.destroy()
      } else if (!outer.write(chunk)) pauseFor(inner, outer)
    })
    inner.on('end', () => outer.end())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    passed,
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function pauseFor(inner: IncomingMessage, outer: NodeJS.WritableStream): void {
  inner.pause()
  outer.once('drain', () => inner.resume())
}
