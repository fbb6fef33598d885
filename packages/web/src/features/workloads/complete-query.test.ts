import { expect, test } from 'vitest'
import { completeQuery, takeCompletion } from './complete-query.ts'

const texts = (text: string, caret = text.length) =>
  completeQuery(text, caret, { project: ['vision', 'visual arts', 'speech'] }).map((one) => one.text)

test('keys are offered by how they begin and by what others call them, values by their key', () => {
  expect(texts('sta')).toEqual(['state:'])
  expect(texts('-own')).toEqual(['user:'])
  expect(texts('gpu:>4 proj')).toEqual(['project:'])
  expect(texts('project:vis')).toEqual(['vision', '"visual arts"'])
  expect(texts('state:running,que')).toEqual(['queued'])
  expect(texts('state:running,queued'), 'it is whole').toEqual([])
  expect(texts('nonsense:x')).toEqual([])
  expect(texts('"state:')).toEqual([])
})

test('what is taken stands in place of what was begun, wherever the caret is', () => {
  const [key] = completeQuery('gp age:<1d', 2, {})
  expect(key && takeCompletion('gp age:<1d', key)).toEqual({ text: 'gpu: age:<1d', caret: 4 })
  const [value] = completeQuery('-state:runn', 11, {})
  expect(value && takeCompletion('-state:runn', value)).toEqual({ text: '-state:running ', caret: 15 })
})
