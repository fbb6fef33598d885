import { describe, expect, test } from 'vitest'
import { isKnownTo, judgeVersion, understoodVersions, versionToSpeak } from './judge-version.ts'

const KNOWN = ['1.0', '1.1', '1.2', '1.3', '1.4', '2.0']

describe('of six versions', () => {
  test.each([
    ['2.0', { kind: 'speaks', version: '2.0' }],
    ['1.4', { kind: 'speaks', version: '1.4' }],
    ['1.3', { kind: 'speaks', version: '1.3' }],
    ['1.2', { kind: 'speaks', version: '1.2' }],
    ['1.1', { kind: 'older' }],
    ['1.0', { kind: 'older' }],
    ['0.9', { kind: 'older' }],
    ['1.99', { kind: 'older' }],
    ['2.1', { kind: 'newer' }],
    ['10.0', { kind: 'newer' }],
    ['', { kind: 'unreadable' }],
    ['1', { kind: 'unreadable' }],
    ['latest', { kind: 'unreadable' }],
    ['1.2 ', { kind: 'unreadable' }],
  ])('a peer of %s is judged the same at both ends', (theirs, judged) => {
    expect(judgeVersion(theirs, KNOWN)).toEqual(judged)
  })

  test('a peer is told which ones are understood', () => {
    expect(understoodVersions(KNOWN)).toEqual({ oldest: '1.2', newest: '2.0' })
    expect(understoodVersions(['1.0', '1.1'])).toEqual({ oldest: '1.0', newest: '1.1' })
  })

  test('an agent speaks down to a control plane that was rolled back, and no further than it can', () => {
    expect(versionToSpeak('1.3', KNOWN)).toBe('1.3')
    expect(versionToSpeak('2.0', KNOWN)).toBe('2.0')
    expect(versionToSpeak('3.1', KNOWN)).toBe('2.0')
    expect(versionToSpeak('1.0', KNOWN)).toBe('2.0')
  })
})

test('a message that came later is for those who know it', () => {
  expect(isKnownTo('1.0', 'upgrade.report')).toBe(false)
  expect(isKnownTo('1.1', 'upgrade.report')).toBe(true)
  expect(isKnownTo('2.0', 'upgrade.report')).toBe(true)
  expect(isKnownTo('1.0', 'hello')).toBe(true)
})
