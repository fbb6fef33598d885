import { expect, test } from 'vitest'
import { describeTemplate } from './describe-template.ts'

test('a template is said in one line, what is asked for first', () => {
  expect(describeTemplate({})).toBe('—')
  expect(describeTemplate({ retry: { max: 0 }, resources: { cpu: 1, memory: '2Gi' }, timeout: 3600 })).toBe(
    '1 core · 2Gi · up to 1h · retry',
  )
  expect(describeTemplate({ image: 'r/x:1', resources: { gpu: 2 }, timeout: '72h' })).toBe('r/x:1 · 2 GPUs · up to 72h')
})
