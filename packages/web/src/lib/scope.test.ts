import { expect, test } from 'vitest'
import { within } from './scope.ts'
import { readScope, scopeOf } from './scope-text.ts'

test('an address names a department or a project, and junk names nothing', () => {
  expect(scopeOf(readScope('project:vision'))).toEqual({ project: 'vision' })
  expect(scopeOf(readScope('department:research'))).toEqual({ department: 'research' })
  for (const junk of ['vision', 'cluster:oslo', 'project:', 'project:A b', 7, undefined]) {
    expect(scopeOf(readScope(junk))).toEqual({})
  }
})

test('what the scope names stands above what the page says', () => {
  expect(within({ q: 'a', project: 'speech', department: 'ops' }, { project: 'vision' })).toEqual({
    q: 'a',
    project: 'vision',
  })
  expect(within({ project: 'speech' }, { department: 'research' })).toEqual({
    project: 'speech',
    department: 'research',
  })
  expect(within({ project: 'speech' }, {})).toEqual({ project: 'speech' })
})
