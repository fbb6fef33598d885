import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Release } from '../release/release.ts'
import { readAnySite } from '../site/read-site.ts'
import type { Site } from '../site/site.ts'
import { backendOf } from '../install/plan.ts'
import { makeBackupKey } from './backup-key.ts'
import { nightlyObjects, SIGNING_SECRET } from './nightly-objects.ts'
import { signingFileOf } from './signing-key.ts'
import { PLACES_FILE, siteFiles } from './site-files.ts'

const digest = `sha256:${'a'.repeat(64)}` as const
const image = (role: string) => ({ role, repository: `fairlead-${role}`, digest })
const release = {
  version: '1.2.0',
  counter: 7,
  architecture: 'amd64',
  createdFrom: {},
  images: [image('control-plane'), image('postgresql')],
} as unknown as Release

let folder: string
let recipient: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-nightly-'))
  recipient = await makeBackupKey(join(folder, 'backup.key'), () => 0)
  const login = (user: string) => {
    const auth = Buffer.from(`${user}:secret-of-${user}`).toString('base64')
    return JSON.stringify({ auths: { 'registry.site:5000': { auth } } })
  }
  writeFileSync(join(folder, 'push.json'), login('pusher'))
  writeFileSync(join(folder, 'pull.json'), login('puller'))
  writeFileSync(join(folder, 'ca.crt'), 'an authority')
  writeFileSync(
    join(folder, 'site.yaml'),
    `registry: { url: 'https://registry.site:5000', caFile: ca.crt, authFile: push.json, pullAuthFile: pull.json }
ca: [ca.crt]
backend:
  domain: fairlead.site
  expose: { ingress: {} }
  database: { bundled: {} }
backup: { keyFile: backup.key, nightly: { keep: 3 } }
`,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function objects(isOpenShift: boolean) {
  const site = readAnySite(join(folder, 'site.yaml')) as Site
  return await nightlyObjects({ site, backend: backendOf(site), release, isOpenShift, databasePort: 5432 })
}

test('backups by night know the public half of the key that opens them alone, and keep as many as the site says', async () => {
  const made = await objects(false)
  expect(made.map(({ kind }) => kind)).toEqual([
    'Secret',
    'NetworkPolicy',
    'Secret',
    'PersistentVolumeClaim',
    'CronJob',
  ])
  const text = JSON.stringify(made)
  expect(text).toContain(`"--recipient","${recipient}"`)
  expect(text).toContain('"--keep","3"')
  const key = /AGE-SECRET-KEY-\w+/.exec(readFileSync(join(folder, 'backup.key'), 'utf8'))![0]
  expect(text).not.toContain(key)
  expect(text).not.toContain(Buffer.from(key).toString('base64').slice(0, 40))
})

test('the half that signs is in a Secret that their pods alone mount, and in no command, variable or file of the site', async () => {
  const pem = readFileSync(signingFileOf(join(folder, 'backup.key')), 'utf8')
  const made = await objects(false)
  const secret = made.find(({ metadata }) => metadata.name === SIGNING_SECRET)!
  expect(secret['data']).toEqual({ key: Buffer.from(pem).toString('base64') })
  const rest = JSON.stringify(made.filter((object) => object !== secret))
  const inside = pem.split('\n')[1]!
  for (const shown of [inside, Buffer.from(pem).toString('base64')]) expect(rest).not.toContain(shown)
  const [container, volumes] = podOf(made)
  expect(container.env).toContainEqual({ name: 'FAIRLEAD_BACKUP_SIGNING_KEY_FILE', value: '/etc/fairlead/signing/key' })
  expect(container.volumeMounts).toContainEqual({ name: 'signing', mountPath: '/etc/fairlead/signing', readOnly: true })
  expect(volumes).toContainEqual({ name: 'signing', secret: { secretName: SIGNING_SECRET, optional: true } })
  for (const bytes of Object.values(siteFiles(readAnySite(join(folder, 'site.yaml')) as Site, release)))
    expect(bytes.toString()).not.toContain(inside)
})

test('a site without one makes them as before', async () => {
  const beside = signingFileOf(join(folder, 'backup.key'))
  renameSync(beside, `${beside}.away`)
  try {
    const made = await objects(false)
    expect(made.map(({ metadata }) => metadata.name)).not.toContain(SIGNING_SECRET)
    expect(JSON.stringify(podOf(made))).not.toContain('signing')
  } finally {
    renameSync(`${beside}.away`, beside)
  }
})

interface Container {
  env: object[]
  volumeMounts: object[]
}

function podOf(made: Awaited<ReturnType<typeof objects>>): [container: Container, volumes: object[]] {
  const cron = made.at(-1) as unknown as {
    spec: { jobTemplate: { spec: { template: { spec: { containers: [Container]; volumes: object[] } } } } }
  }
  const { containers, volumes } = cron.spec.jobTemplate.spec.template.spec
  return [containers[0], volumes]
}

test('their pods ask for no right, under the user that the cluster chooses where it does', async () => {
  for (const isOpenShift of [false, true]) {
    const cron = (await objects(isOpenShift)).at(-1) as unknown as {
      spec: { jobTemplate: { spec: { template: { spec: Record<string, unknown> & { containers: object[] } } } } }
    }
    const { spec } = cron.spec.jobTemplate.spec.template
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          image: `registry.site:5000/fairlead/fairlead-control-plane@${digest}`,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    })
    expect('runAsUser' in (spec['securityContext'] as object)).toBe(!isOpenShift)
  }
})

test('a backup holds what a site needs to come back, and neither the key nor the login that may push', () => {
  const files = siteFiles(readAnySite(join(folder, 'site.yaml')) as Site, release)
  expect(Object.keys(files).toSorted()).toEqual(
    ['ca.crt', PLACES_FILE, 'pull.json', 'release.json', 'site.yaml'].toSorted(),
  )
  expect(JSON.parse(files[PLACES_FILE]!.toString())).toEqual({
    'site.yaml': 'site.yaml',
    'ca.crt': 'ca.crt',
    'pull.json': 'pull.json',
  })
})
