import { expect, test } from 'vitest'
import { parseSite } from '../site/read-site.ts'
import { requirePassed } from './run-preflight.ts'
import { fail, pass, tellChecks, warn } from './check.ts'
import { checkClocks } from './host-checks.ts'
import { checkProxy } from './cluster/check-proxy.ts'
import type { Kube } from '../install/kube.ts'

const { value: site } = parseSite('registry: {url: https://registry.site}\ntime: {maxSkewSeconds: 60}\n', '/')

test.each([
  [0, 'pass'],
  [-4000, 'pass'],
  [20_000, 'warn'],
  [-61_000, 'fail'],
])('a clock that is off by %d ms is a %s', (skew, result) => {
  const clocks = [
    { of: 'registry', at: new Date(1_000_000 + skew), seenAt: 1_000_000 },
    { of: 'database', at: undefined, seenAt: 1_000_000 },
  ]
  expect(checkClocks(clocks, site!).result).toBe(result)
})

test('a proxy is refused unless the API server goes by without it', () => {
  const kube = { server: 'https://api.site.internal:6443' } as Kube
  const check = (env: Record<string, string>) => checkProxy(kube, env).result
  expect(check({})).toBe('pass')
  expect(check({ HTTPS_PROXY: 'http://proxy:3128' })).toBe('fail')
  expect(check({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost,.site.internal' })).toBe('pass')
  expect(check({ https_proxy: 'http://proxy:3128', no_proxy: 'api.site.internal' })).toBe('pass')
  expect(check({ https_proxy: 'http://proxy:3128', no_proxy: 'site' })).toBe('fail')
})

test('what failed is told at once with what to do, and warnings stop nothing', () => {
  const checks = [
    pass('A', 'first', 'yes'),
    warn('B', 'second one', 'old', 'renew it'),
    fail('C', 'third', 'no', 'mend it'),
  ]
  expect(tellChecks(checks)).toBe(
    [
      'pass  A    first       yes',
      'warn  B    second one  old',
      '           renew it',
      'fail  C    third       no',
      '           mend it',
      '1 pass, 1 warn, 1 fail',
    ].join('\n'),
  )
  expect(() => requirePassed(checks.slice(0, 2))).not.toThrow()
  expect(() => requirePassed(checks)).toThrow('1 of 3 checks failed; nothing was done')
})
