import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { ROOT } from '../../../tools/processes/child.ts'
import { answer, generations, runInstaller, SLOW_MS, type Installation } from './installation.ts'
import { inventory, untilAsBefore } from './inventory.ts'
import { rightsOf } from './kube-audit.ts'
import { INSTALLER } from './offline-site.ts'
import { timed } from './tell.ts'

/** Namespaces of people: their work, and a database that somebody else keeps. `uninstall` says that they stay. */
const isOfInstallation = (namespace: string) => namespace !== 'vision' && namespace !== 'databases'

/** The end of a site, and what the installer has asked for until then. */
export function describeRemoving(installed: Installation): void {
  const { keyFile } = inject('bundle')

  test(
    'uninstall lists first, then removes what the installer has made and keeps the data, until it is named',
    async () => {
      const { site, found } = installed
      const before = await generations(installed, 'fairlead')
      const listed = answer(await runInstaller(installed, '--json', 'uninstall', 'backend'))
      expect(listed.removed).toEqual([])
      expect(listed.listed.data).toEqual(
        expect.arrayContaining([
          'persistentvolumeclaim fairlead/fairlead-backups',
          ...(keyFile === ''
            ? ['persistentvolumeclaim fairlead/data-fairlead-postgresql-0', 'secret fairlead/fairlead-postgresql']
            : ['secret fairlead/fairlead-database']),
        ]),
      )
      expect(await generations(installed, 'fairlead')).toEqual(before)
      await timed('uninstall cluster', () =>
        runInstaller(installed, '--json', 'uninstall', 'cluster', '--yes', '--delete-data', 'fairlead-agent'),
      )
      await timed('uninstall backend', () => runInstaller(installed, '--json', 'uninstall', 'backend', '--yes'))
      // Its life ends with a database of the site.
      const ofData =
        keyFile === ''
          ? ['persistentvolumeclaims fairlead/data-fairlead-postgresql-0', 'secrets fairlead/fairlead-postgresql']
          : []
      const kept = [
        'configmaps fairlead/kube-root-ca.crt',
        'namespaces fairlead',
        'persistentvolumeclaims fairlead/fairlead-backups',
        'secrets fairlead/fairlead-database',
        'serviceaccounts fairlead/default',
        ...ofData,
      ]
      expect(await untilAsBefore([...found, ...kept], () => inventory(site, isOfInstallation))).toEqual([])
      const wrong = await site.airgap(['uninstall', 'backend', '--yes', '--delete-data', 'other'])
      expect(wrong.code).toBe(2)
      const { stays } = answer(
        await runInstaller(installed, '--json', 'uninstall', 'backend', '--yes', '--delete-data', 'fairlead'),
      )
      expect(stays.join('\n')).toMatch(/Retain[^]*images and their signatures in [^]*older releases and other keys/)
      expect(await untilAsBefore(found, () => inventory(site, isOfInstallation))).toEqual([])
    },
    SLOW_MS,
  )

  test('the installer has asked for what the list in the bundle names, and for nothing else', () => {
    const { site } = installed
    const file = join(ROOT, 'airgap/documents/rights.txt')
    const listed = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[a-z./0-9]+ [a-z]+$/.test(line))
    const asked = rightsOf(site.asked(), INSTALLER)
    expect(asked.filter((line) => !listed.includes(line))).toEqual([])
    // Whether something is waited for depends on how long it takes, and a bundle without keys sees no new release.
    if (keyFile !== '') expect(listed.filter((line) => !asked.includes(line) && !line.endsWith(' watch'))).toEqual([])
  })
}
