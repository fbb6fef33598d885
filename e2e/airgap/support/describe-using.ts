import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { statedRights } from '../../../charts/test/rights-table.ts'
import { useSite } from '../egress/use-site.ts'
import { documented } from './document.ts'
import { answer, runInstaller, SILENCE, SLOW_MS, USE_MS, type Installation } from './installation.ts'
import { isAboutSelf, rightsOf } from './kube-audit.ts'
import { plantSecrets, removePlanted } from './plant-secrets.ts'
import { print, timed } from './tell.ts'

/** What is done at a site day by day. */
export function describeUsing(installed: Installation): void {
  const { folder } = inject('bundle')

  test(
    'doctor finds nothing that has to be mended',
    async () => {
      const { checks } = answer(
        await timed('doctor', () => runInstaller(installed, '--json', ...documented(folder, 'doctor'), ...SILENCE)),
      )
      expect(checks.filter(({ result }) => result === 'fail')).toEqual([])
      expect(checks.filter(({ id }) => id === 'I2').map(({ result }) => result)).toEqual(['pass', 'pass'])
      // Of the volume of the database, from beside it, and of the trail.
      expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['B2', 'D5', 'D6', 'I4']))
    },
    SLOW_MS,
  )

  test(
    'a bundle for supporters has objects, logs and the trail, and no secret, also where somebody has put one by mistake',
    async () => {
      const { site } = installed
      const secrets = await plantSecrets(site)
      try {
        const listed = answer(
          await timed('support-bundle', () =>
            runInstaller(installed, '--json', 'support-bundle', '--yes', '--out', 'support.tar.gz'),
          ),
        )
        const text = site.inside('tar', ['-xzOf', join(site.home, 'support.tar.gz')]).out
        expect(listed.files.map(({ path }) => path)).toEqual(
          expect.arrayContaining([
            'audit.jsonl',
            'bundle.yaml',
            'fairlead/deployments.yaml',
            'fairlead/events.yaml',
            'fairlead/installed.yaml',
            'fairlead/logs/fairlead-postgresql-0.postgresql.log',
            'fairlead/secrets.yaml',
            'fairlead-agent/pods.yaml',
          ]),
        )
        expect(text).not.toContain('no log: ')
        expect(text).not.toContain('refused: ')
        // The name of a key, and what stands beside a secret.
        for (const known of ['fairlead-agent-identity', 'DATABASE_URL', 'db.site', 'port: 5432', 'apply backend'])
          expect(text, known).toContain(known)
        expect(secrets.filter((secret) => secret.length < 8 || text.includes(secret))).toEqual([])
        expect(text).not.toContain('PRIVATE KEY')
      } finally {
        await removePlanted(site)
      }
    },
    SLOW_MS,
  )

  test(
    'it can be used for a while, by API, command line and console',
    async () => {
      const { site, client, url, token, image } = installed
      const use = await timed('use', () => useSite(site, { client, url, token }, image, Date.now() + USE_MS))
      print('used', { ...use })
    },
    USE_MS + SLOW_MS,
  )

  test('the agent asks for what its chart states, and is refused only what is an option there', () => {
    const { site } = installed
    const agent = 'system:serviceaccount:fairlead-agent:fairlead-agent'
    const asked = site.asked().filter(({ user }) => user === agent)
    expect(asked.length).toBeGreaterThan(20)
    const stated = statedRights().map(({ group, resource, verb, option }) => ({
      line: `${resource}${group === '' ? '' : `.${group}`} ${verb}`,
      option,
    }))
    const lines = (rights: typeof stated) => new Set(rights.map(({ line }) => line))
    const own = asked.filter((each) => !isAboutSelf(each))
    expect(rightsOf(own, agent).filter((line) => !lines(stated).has(line))).toEqual([])
    const optional = lines(stated.filter(({ option }) => option !== ''))
    const refused = asked.filter(({ code }) => code === 403)
    expect(rightsOf(refused, agent).filter((line) => !optional.has(line))).toEqual([])
  })
}
