import { expect, inject, test } from 'vitest'
import { unusedRights } from './granted-rights.ts'
import { answer, generations, isOfInstallation, runInstaller, SLOW_MS, type Installation } from './installation.ts'
import { inventory, untilAsBefore } from './inventory.ts'
import { INSTALLER } from './offline-site.ts'
import { timed } from './tell.ts'

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
      const kept = ['persistentvolumeclaims fairlead/fairlead-backups', 'secrets fairlead/fairlead-database', ...ofData]
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

  test('in all of this the installer was refused nothing, and has made use of every right that it was given', () => {
    const { site, granted } = installed
    const asked = site.asked().filter(({ user }) => user === INSTALLER)
    expect(asked.length).toBeGreaterThan(500)
    expect(asked.filter(({ code }) => code === 403)).toEqual([])
    expect(granted.length).toBeGreaterThan(100)
    // A Lease is renewed by who works for longer; a bundle without keys sees no new release.
    const isLasting = (line: string) => line.startsWith('update leases')
    if (keyFile !== '') expect(unusedRights(granted, asked).filter((line) => !isLasting(line))).toEqual([])
  })
}
