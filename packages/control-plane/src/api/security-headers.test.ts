import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

async function headersUnder(publicUrl: string): Promise<Headers> {
  const http = new Hono().use(securityHeaders(publicUrl)).get('/', (c) => c.text('a page'))
  return (await http.request('/')).headers
}

test.each(['https://fairlead.example', 'http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080'])(
  'a console at %s is kept apart from other origins',
  async (publicUrl) => {
    const headers = await headersUnder(publicUrl)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('origin-agent-cluster')).toBe('?1')
  },
)

test.each(['http://10.0.0.7:30080', 'http://fairlead.site', 'http://localhost.site'])(
  'a console at %s, where browsers ignore that and write an error for each page, keeps its policy without it',
  async (publicUrl) => {
    const headers = await headersUnder(publicUrl)
    expect(headers.get('cross-origin-opener-policy')).toBeNull()
    expect(headers.get('origin-agent-cluster')).toBeNull()
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  },
)
