import { expect, test } from 'vitest'
import { differences } from '../../packages/control-plane/src/backup/differences.ts'
import type { KubeObject } from '../install/kube-object.ts'
import { commit, type KeptRelease } from './history.ts'
import { changesBetween } from './object-diff.ts'
import { wayBack } from './way-back.ts'
import { requireUpgradable, requireUpgraded } from './schema-checks.ts'
import { losses } from './send-dump.ts'
import { compareVersions } from './upgrade-release.ts'

const entry = (counter: number) => ({ version: `0.${counter}.0`, counter }) as KeptRelease

test('versions are compared by their numbers, and a candidate comes before its release', () => {
  const sorted = ['0.9.0', '0.10.0-rc.1', '0.10.0-rc.2', '0.10.0', '0.10.1', '1.0.0']
  expect(sorted.toReversed().toSorted(compareVersions)).toEqual(sorted)
  expect(compareVersions('1.2', '1.2.0')).toBe(0)
})

test('the way back of a whole upgrade is what ran before; of one that was broken off, what was last good', () => {
  const entries = [entry(3), entry(2), entry(1)]
  expect(wayBack({ entries }).counter).toBe(2)
  expect(wayBack({ entries, pending: '0.4.0' }).counter).toBe(3)
  expect(() => wayBack({ entries: [entry(1)] })).toThrow('nothing to go back to')
})

test('a release that is found good is the newest, and the same one again is there once', () => {
  const counters = (from: number[], newest: number) =>
    commit({ entries: from.map(entry), pending: 'x' }, entry(newest)).entries.map(({ counter }) => counter)
  expect(counters([2, 1], 3)).toEqual([3, 2, 1])
  expect(counters([2, 1], 2)).toEqual([2, 1])
  expect(counters([], 1)).toEqual([1])
  const before = { entries: [{ ...entry(2), at: 'then' }, entry(1)] }
  expect(commit(before, { ...entry(2), at: 'now' })).toBe(before)
})

test('a diff names what is made, removed and changed, by field, and shows nothing of a Secret', () => {
  const deployment = (image: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'fairlead', namespace: 'a' },
    spec: { replicas: 2, template: { containers: [{ name: 'x', image }] } },
  })
  const secret = (data: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: { x: data },
  })
  const gone: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'old' } }
  expect(changesBetween([deployment('a'), secret('1'), gone], [deployment('b'), secret('2')])).toEqual([
    { what: 'deployment a/fairlead', how: 'changed', fields: ['spec.template.containers.0.image'] },
    { what: 'secret s', how: 'changed', fields: [] },
    { what: 'service old', how: 'removed', fields: [] },
  ])
  expect(changesBetween([deployment('a')], [deployment('a')])).toEqual([])
})

test('what was restored is held against what was backed up, table by table', () => {
  const table = (name: string, rows: number, hash: string) => ({ table: name, rows, hash })
  const wanted = {
    tables: [table('a', 1, 'x'), table('b', 2, 'y'), table('c', 3, 'z')],
    sequences: ['s 7'],
    hash: 'one',
  }
  const found = { tables: [table('a', 1, 'x'), table('b', 1, 'y'), table('d', 0, '0')], sequences: [], hash: 'two' }
  expect(differences(wanted, found)).toEqual([
    'b: 1 rows in place of 2',
    'c: missing',
    'd: there in addition',
    'sequence not at s 7',
  ])
  expect(differences(wanted, { ...wanted })).toEqual([])
})

test('what restoring loses is told by table, and tables that stay as they are do not appear', () => {
  const backup = {
    tables: [
      { table: 'a', rows: 1, hash: 'x' },
      { table: 'b', rows: 2, hash: 'y' },
    ],
    sequences: [],
    hash: '',
  }
  const now = {
    tables: [
      { table: 'a', rows: 1, hash: 'x' },
      { table: 'b', rows: 5, hash: 'z' },
      { table: 'c', rows: 9, hash: 'q' },
    ],
    sequences: [],
    hash: '',
  }
  expect(losses(backup, now)).toEqual(['b: 3 rows and changes since (2 rows in the backup, 5 now)', 'c: all 9 rows'])
})

test('a database that was changed by hand, that is newer, or that would leave no way back is not upgraded', () => {
  const good = { applied: ['1'], pending: ['2'], fingerprint: 'x', drift: [], wayBack: true }
  expect(() => requireUpgradable(good, '0.1.0', '0.2.0')).not.toThrow()
  expect(() => requireUpgradable({ ...good, drift: ['table users'] }, '0.1.0', '0.2.0')).toThrow(
    'not what its migrations',
  )
  expect(() => requireUpgradable({ ...good, drift: undefined }, '0.1.0', '0.2.0')).toThrow('does not know')
  expect(() => requireUpgradable({ ...good, wayBack: false }, '0.1.0', '0.2.0')).toThrow('could not run any more')
  expect(() => requireUpgraded(good, '0.2.0')).toThrow('not that of 0.2.0')
  expect(() => requireUpgraded({ ...good, pending: [] }, '0.2.0')).not.toThrow()
})
