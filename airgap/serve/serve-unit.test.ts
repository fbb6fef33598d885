import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closedToOthers, hiddenFromService } from './hidden-from-service.ts'
import { serveUnit } from './serve-unit.ts'

const tls = { certFile: '/srv/100%/tls.crt', keyFile: '/srv/100%/tls.key' }

function textOf(listen: string): string {
  return serveUnit({ bundle: '/srv/a "b"/bundle', listen, tls }).text
}

test('the service is handed the key by systemd, has no right, and starts again with the host', () => {
  const text = textOf('0.0.0.0:5000')
  expect(text).toContain('DynamicUser=yes\n')
  expect(text).toContain('CapabilityBoundingSet=\n')
  expect(text).toContain('LoadCredential=tls.key:/srv/100%%/tls.key\n')
  expect(text).toContain('WantedBy=multi-user.target\n')
  expect(/^ExecStart=(.*)$/m.exec(text)?.[1]).toBe(
    String.raw`"/srv/a \"b\"/bundle/airgap" serve --listen 0.0.0.0:5000 --cert /run/credentials/fairlead-images.service/tls.crt --cert-key /run/credentials/fairlead-images.service/tls.key`,
  )
})

test('only for a port below 1024 it has the right to listen there', () => {
  expect(textOf('[::]:443')).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE\n')
  expect(textOf('[::]:1024')).not.toContain('CAP_NET_BIND_SERVICE')
})

test('a bundle that a service would not see is found before it is started', () => {
  expect(hiddenFromService('/root/bundle')).toBe('/root/bundle')
  expect(hiddenFromService('/tmp/bundle')).toBe('/tmp/bundle')
  expect(hiddenFromService('/usr/bin')).toBeUndefined()
  const own = mkdtempSync(join(tmpdir(), 'fairlead-hidden-'))
  try {
    mkdirSync(join(own, 'bundle'), { mode: 0o755 })
    chmodSync(own, 0o750)
    expect(closedToOthers(join(own, 'bundle'))).toBe(own)
    // Others may pass through it, which is enough, and may not list it.
    chmodSync(own, 0o711)
    expect(closedToOthers(join(own, 'bundle'))).toBeUndefined()
    expect(closedToOthers(own)).toBe(own)
  } finally {
    rmSync(own, { recursive: true })
  }
})
