import type { PendingWorkload } from '@fairlead/sdk'
import { beforeAll, expect, test } from 'vitest'
import { usePlane } from './plane.ts'

const plane = usePlane()

beforeAll(async () => {
  await plane.run('department add research')
  await plane.run('project add vision --department research')
  for (const name of ['a', 'b', 'c']) await plane.run(`run -p vision --name ${name} --gpu 8 -- true`)
})

test('what waits is listed in its order, and that order can be changed', async () => {
  const { out } = await plane.run('queue ls --pending')
  expect(out).toMatch(
    /^PROJECT +PLACE +NAME .*\nvision +1\/3 +a .*\nvision +2\/3 +b .*\nvision +3\/3 +c .*\n\n3 wait: 3 /,
  )
  expect((await plane.run('queue move c --first')).out).toBe('c is now 1 of 3 in vision, pool default\n')
  await plane.run('queue move a --after b -p vision')
  const items = await plane.data<PendingWorkload[]>('queue ls --pending -p vision')
  expect(items.map(({ name, place }) => `${place} ${name}`)).toEqual(['1 c', '2 b', '3 a'])
  const few = await plane.run('queue ls --pending --limit 2 -o name')
  expect(few.out).toBe('c\nb\n')
  expect(few.err).toContain('only the first 2 of 3')
  expect((await plane.run('queue ls --pending --search nothing')).out).toBe('Nothing waits there.\n')
})

test('a move needs one target, and filters need --pending', async () => {
  expect((await plane.run('queue move a', { code: 2 })).err).toContain('--first')
  expect((await plane.run('queue move a --first --before b', { code: 2 })).err).toContain('say where to')
  expect((await plane.run('queue ls -p vision', { code: 2 })).err).toContain('add --pending')
  expect((await plane.run('queue decisions')).out).toBe('Nothing has been decided yet.\n')
})
