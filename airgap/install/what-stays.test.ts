import { expect, test } from 'vitest'
import { parseSite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { whatStays, whatStaysOnHost } from './what-stays.ts'

const text = `registry: {url: "https://registry.site:5000", project: team/fairlead}
backend: {domain: fairlead.site, expose: {nodePort: 30080}, database: {bundled: {}}}
cluster: {controlPlane: "https://fairlead.site", projects: [vision, speech]}
backup: {recipient: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", folder: /mnt/backups}
`
const site = parseSite(text, '/').value as Site
const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' } }

test('what uninstall leaves is named, each with whose it is', () => {
  const backend = whatStays('backend', site, { data: [claim] }, { deletesData: true, state: '/state' })
  expect(backend).toEqual([
    expect.stringContaining('storage class says Retain'),
    expect.stringContaining('signatures in registry.site:5000/team/fairlead'),
    expect.stringContaining('what nodes were told of registry.site:5000/team/fairlead'),
    expect.stringContaining('in /state'),
    expect.stringContaining('backups in /mnt/backups'),
  ])
  const cluster = whatStays('cluster', site, { data: [] }, { deletesData: true, state: '/state' })
  expect(cluster[0]).toContain('(vision, speech)')
  expect(cluster.join()).not.toContain('backups')
  // As long as the data stays, so do its volumes, and they are listed as that.
  expect(whatStays('backend', site, { data: [claim] }, { deletesData: false, state: '' }).join()).not.toContain(
    'Retain',
  )
})

test('a site without a registry is told how what serves its images ends', () => {
  const served = parseSite(text.replace(', project:', ', serve: {}, project:'), '/').value as Site
  const [first] = whatStays('cluster', served, { data: [] }, { deletesData: true, state: '' }).slice(1)
  expect(first).toContain('systemctl disable --now fairlead-images.service')
  expect(first).toContain('in /serve')
})

test('on a host nothing of a cluster is named', () => {
  const backup = { folder: '/mnt/backups' } as NonNullable<Site['backup']>
  expect(whatStaysOnHost('backend', { backup } as never, '/state')).toEqual([
    expect.stringContaining('journal'),
    expect.stringContaining('in /state'),
    expect.stringContaining('/mnt/backups'),
  ])
  expect(whatStaysOnHost('cluster', { backup } as never, '/state')).toHaveLength(2)
})
