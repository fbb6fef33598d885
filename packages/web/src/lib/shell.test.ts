import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitWords } from '../features/submit/split-words.ts'
import { commandLine, curl, shellWord } from './shell.ts'

test('a word survives a shell whatever is in it', () => {
  for (const word of ['plain', "it's", 'two words', '$HOME', '`id`', '"', '', 'a\nb', '*', '-x', 'ä;rm']) {
    const read = execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })
    expect(read).toBe(word)
  }
})

test('what is written as words is read as the same words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }).filter((word) => !word.includes('\0'))), (words) => {
      expect(splitWords(words.map(shellWord).join(' ')).words).toEqual(words)
    }),
  )
})

test('options that are not set are left out, and lists are repeated', () => {
  expect(
    commandLine(['fairlead', 'run'], { gpu: 2, name: undefined, follow: true, label: ['a=b', 'c=d e'] }, [
      'echo',
      'hi you',
    ]),
  ).toBe("fairlead run --gpu 2 --follow --label a=b --label 'c=d e' -- echo 'hi you'")
})

test('a request by hand names no token', () => {
  expect(curl('PUT', '/quotas', { project: "it's" })).toContain('$FAIRLEAD_TOKEN')
  expect(curl('GET', '/clusters')).not.toContain('-X')
})
