import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { until } from '../../../tools/processes/child.ts'
import { documented } from './document.ts'
import { grantedIn } from './granted-rights.ts'
import { answer, isOfInstallation, runInstaller, SLOW_MS, type Installation } from './installation.ts'
import { inventory } from './inventory.ts'
import { isAboutSelf } from './kube-audit.ts'
import { INSTALLER, NODE_PORT, SMALL_CLASS, STORAGE_CLASS } from './offline-site.ts'
import { print, timed } from './tell.ts'

/** What comes before anything is in the cluster: the bundle, the site file, the checks, the images. */
export function describePreparing(installed: Installation): void {
  const { folder } = inject('bundle')

  test(
    'the bundle is whole and signed',
    async () => {
      const { out } = await timed('verify', () => runInstaller(installed, '--json', 'verify', '--accept'))
      expect(JSON.parse(out)).toMatchObject({ ok: true })
    },
    SLOW_MS,
  )

  test(
    'init writes the site file from flags, and a wrong line in it stops everything',
    async () => {
      const { site } = installed
      const flags = {
        registry: site.registry.url,
        'registry-ca': 'ca.crt',
        'registry-auth': 'auth.json',
        domain: site.address,
        expose: `nodePort:${NODE_PORT}`,
        'storage-class': STORAGE_CLASS,
        projects: 'vision',
      }
      const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value])
      writeFileSync(join(site.home, 'join-token'), '')
      expect(await runInstaller(installed, 'init', ...args)).toMatchObject({ code: 0 })
      const file = join(site.home, 'site.yaml')
      const nightly = `nightly: { storageClass: ${SMALL_CLASS}, size: 32Mi, keep: 1 }`
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^( +)keyFile: backup.key$/m, `$&\n$1${nightly}`))
      const wrong = await site.airgap(['prepare', 'backend', '-f', 'none.yaml'])
      expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('none.yaml') })
      writeFileSync(join(site.home, 'wrong.yaml'), 'registry:\n  url: https://a\n  pasword: x\n')
      const misspelt = await site.airgap(['prepare', 'backend', '-f', 'wrong.yaml'])
      expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining('line 3: registry.pasword') })
    },
    SLOW_MS,
  )

  test(
    'who has no right in the cluster is told of each one that is missing before anything is done, and its admin gives exactly these',
    async () => {
      const { site } = installed
      const { code, err } = await site.airgap(['--dry-run', 'prepare', 'backend'])
      expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining(`${INSTALLER} may not: `) })
      const some = [
        'get namespaces kube-system',
        'patch, update secrets in fairlead',
        'create, get pods/exec in fairlead',
      ]
      for (const part of some) expect(err).toContain(part)
      expect(err).toContain(`./airgap rights backend -f ${join(site.home, 'site.yaml')} --user ${INSTALLER}`)
      expect(site.asked().filter((each) => each.user === INSTALLER && !isAboutSelf(each))).toEqual([])
      const write = async (args: string[], name: string) => {
        const { out } = await runInstaller(installed, ...args)
        writeFileSync(join(site.home, name), out)
        return out
      }
      installed.granted = []
      for (const phase of ['backend', 'cluster']) {
        await write(documented(folder, `rights ${phase} -f site.yaml --namespaces`), 'namespaces.yaml')
        const rights = await write(documented(folder, `rights ${phase} -f site.yaml --user`), 'rights.yaml')
        installed.granted.push(...grantedIn(rights))
        const files = ['namespaces.yaml', 'rights.yaml'].flatMap((name) => ['-f', join(site.home, name)])
        site.kubectl('apply', ...files)
      }
      // The cluster puts something into each namespace by itself.
      const ofCluster = ['fairlead', 'fairlead-agent'].flatMap((name) => [
        `configmaps ${name}/kube-root-ca.crt`,
        `serviceaccounts ${name}/default`,
      ])
      installed.found = await until('the namespaces are whole', async () => {
        const found = await inventory(site, isOfInstallation)
        return ofCluster.every((line) => found.includes(line)) ? found : undefined
      })
    },
    SLOW_MS,
  )

  test(
    'prepare checks everything, pushes the images, and changes nothing in the cluster',
    async () => {
      const { site } = installed
      const before = await namespaces(installed)
      const tried = answer(
        await timed('prepare backend, dry', () => runInstaller(installed, '--json', '--dry-run', 'prepare', 'backend')),
      )
      expect(tried).toMatchObject({ files: [] })
      expect(tried.pushed).toBeUndefined()
      expect(existsSync(join(site.home, 'out'))).toBe(false)
      const first = answer(
        await timed('prepare backend', () =>
          runInstaller(installed, '--json', ...documented(folder, 'prepare backend')),
        ),
      )
      expect(first.checks.filter(({ result }) => result === 'fail')).toEqual([])
      expect(first.checks.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['B1', 'B5', 'R1', 'R3', 'R5', 'R7', 'R8', 'R9', 'K1', 'K2', 'K5', 'K8', 'T1', 'T2']),
      )
      // All of it: the dry run has sent nothing.
      expect(first.pushed.sentBytes).toBeGreaterThan(50_000_000)
      // The agent as well: the control plane offers it to clusters that are there.
      expect(first.pushed.images.map(({ repository }) => repository)).toEqual([
        'fairlead/fairlead-control-plane',
        'fairlead/postgresql',
        'fairlead/fairlead-agent',
      ])
      expect(first.pushed.signatures.map(({ tag }) => tag)).toEqual(
        first.pushed.images.map(({ digest }) => `${digest.replace(':', '-')}.sig`),
      )
      print('  push', { ms: first.pushed.ms, bytes: first.pushed.sentBytes })
      const second = answer(
        await timed('prepare backend again', () => runInstaller(installed, '--json', 'prepare', 'backend')),
      )
      expect(second.pushed.sentBytes).toBe(0)
      const dry = await timed('apply backend, dry', () => runInstaller(installed, '--dry-run', 'apply', 'backend'))
      expect(dry.out).toContain('nothing was changed')
      expect(await namespaces(installed)).toEqual(before)
    },
    SLOW_MS,
  )

  test(
    'a login that may not push is found before anything is done',
    async () => {
      const { site } = installed
      const auth = Buffer.from('pusher:wrong').toString('base64')
      writeFileSync(join(site.home, 'wrong.json'), JSON.stringify({ auths: { [site.registry.host]: { auth } } }))
      const text = site.inside('cat', [join(site.home, 'site.yaml')]).out.replace('auth.json', 'wrong.json')
      writeFileSync(join(site.home, 'wrong.yaml'), text)
      const ran = await site.airgap(['prepare', 'backend', '-f', 'wrong.yaml'])
      expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('does not accept the login of pusher') })
    },
    SLOW_MS,
  )
}

async function namespaces({ site }: Installation): Promise<(string | undefined)[]> {
  const { items } = await site.cluster.client.core.listNamespace()
  return items.map(({ metadata }) => metadata?.name)
}
