import { expect, test } from 'vitest'
import type { Digest } from '../oci/digest.ts'
import { signatureTag } from '../signing/image-signatures.ts'
import type { Tagged } from './list-repository.ts'
import { planPrune, signedWithoutTag } from './plan-prune.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const tagged = (tag: string, letter: string, children: string[] = []): Tagged => ({
  tag,
  digest: digest(letter),
  children: children.map(digest),
})
const signed = (letter: string, own: string) => tagged(signatureTag(digest(letter)), own)

/** Of the release before the one that runs, which stays. */
const BEFORE = tagged('1.3.0-rc.9', '9')

function going(all: Tagged[], needed: string[], running = '1.3.0'): string[] {
  return planPrune([...all, BEFORE], needed.map(digest), running).items.map(
    ({ digest: found, what }) => `${what} ${found.at(-1)}`,
  )
}

test('images older than what runs go, each before its signature', () => {
  const all = [tagged('1.0.0', 'a'), tagged('1.1.0', 'b'), tagged('1.3.0', 'd'), signed('a', '1'), signed('d', '4')]
  expect(going(all, ['d', 'b'])).toEqual(['image a', 'signature 1'])
})

test('what runs, what there is a way back to, and what is newer stay, with their signatures', () => {
  const all = [tagged('1.2.0', 'c'), tagged('1.3.0', 'd'), tagged('1.4.0', 'e'), signed('c', '3'), signed('e', '5')]
  expect(going(all, ['c', 'd'])).toEqual([])
  expect(planPrune(all, [digest('d')], '1.3.0').kept).toEqual([
    { tag: '1.2.0', digest: digest('c'), why: 'the one before' },
    { tag: '1.3.0', digest: digest('d'), why: 'in use' },
    { tag: '1.4.0', digest: digest('e'), why: 'not older' },
  ])
})

test('what a tag of somebody else leads to stays, whatever else leads there', () => {
  const all = [
    tagged('1.0.0', 'a'),
    tagged('golden', 'a'),
    signed('a', '1'),
    tagged('1.1.0', 'b'),
    tagged('v1.0.0', 'f'),
  ]
  expect(going(all, ['d'])).toEqual(['image b'])
})

test('one digest under several releases stays as long as one of them is needed', () => {
  const all = [tagged('1.0.0', 'a'), tagged('1.3.0', 'a'), tagged('1.1.0', 'b'), tagged('1.2.0', 'b')]
  const { items } = planPrune([...all, BEFORE], [digest('a')], '1.3.0')
  expect(items).toEqual([{ digest: digest('b'), tags: ['1.1.0', '1.2.0'], what: 'image' }])
})

test('parts of an index go with it, but for those that something that stays is made of', () => {
  const all = [
    tagged('1.0.0', 'a', ['2', '3', '4']),
    tagged('1.3.0', 'd', ['3']),
    tagged('theirs', 'f', ['4']),
    tagged('1.1.0', 'b', ['2']),
  ]
  expect(going(all, ['d'])).toEqual(['image a', 'image b', 'part of an image 2'])
})

test('a signature of what is gone goes, and one of an image without a tag, or that somebody has tagged, stays', () => {
  const all = [signed('a', '1'), tagged('1.3.0', 'd')]
  expect(signedWithoutTag(all)).toEqual([digest('a')])
  expect(planPrune(all, [digest('d')], '1.3.0', [digest('a')]).items).toMatchObject([{ what: 'signature' }])
  expect(planPrune(all, [digest('d')], '1.3.0').items).toEqual([])
  const theirs = [signed('a', '1'), tagged('mine', '1')]
  expect(planPrune(theirs, [], '1.3.0', [digest('a')]).items).toEqual([])
})

test('a candidate is older than its release', () => {
  expect(going([tagged('1.3.0-rc.1', 'a'), tagged('1.3.1-rc.1', 'b')], ['d'])).toEqual(['image a'])
})
