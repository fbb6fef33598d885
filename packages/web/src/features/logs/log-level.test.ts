import { expect, test } from 'vitest'
import { atLevels, countLevels } from './at-levels.ts'
import { appendEvents, EMPTY_LOG } from './log-buffer.ts'
import { levelOf } from './log-level.ts'

test('the level of a line is found in the ways in which programs write it', () => {
  const lines: [string, string | undefined][] = [
    ['2026-11-22 10:40:00,000 ERROR trainer: lost a worker', 'error'],
    ['\u001b[31mERROR\u001b[0m lost a worker', 'error'],
    ['time=10:40 level=warning msg="slow"', 'warn'],
    ['{"ts":1,"level":"error","msg":"x"}', 'error'],
    ['[info] ready', 'info'],
    ['warn: no cache', 'warn'],
    ['E1122 10:40:00.000000       1 main.go:7] no', 'error'],
    ['I1122 10:40:00.000000       1 main.go:7] an ERROR was handled', 'info'],
    ['Traceback (most recent call last):', 'error'],
    ['torch.cuda.OutOfMemoryError: CUDA out of memory', 'error'],
    ['panic: runtime error: index out of range', 'error'],
    ['DEBUG:root:step 3', 'debug'],
    ['epoch 3 loss 0.5 error rate 0.1', undefined],
    ['mean-squared-error 0.25', undefined],
    ['information for everybody', undefined],
    [`${'x'.repeat(200)} ERROR`, undefined],
    ['', undefined],
  ]
  for (const [line, level] of lines) expect(levelOf(line, 'debug'), line).toBe(level)
})

test('what goes on with a line is as grave as that, each replica for itself', () => {
  const line = (replica: number, text: string) => ({ replica, stream: 'out' as const, at: null, text })
  const { entries } = appendEvents(
    appendEvents(EMPTY_LOG, [
      {
        type: 'lines',
        cursor: '1',
        lines: [line(0, 'Traceback (most recent call last):'), line(1, 'INFO fine'), line(0, '  File "a.py", line 1')],
      },
      { type: 'gap', bytes: 1, reason: 'cut' },
    ]),
    [{ type: 'lines', cursor: '2', lines: [line(0, '    boom()'), line(1, '  and well'), line(0, 'done')] }],
  )
  expect(entries.map((entry) => (entry.kind === 'line' ? entry.level : 'gap'))).toEqual([
    'error',
    'info',
    'error',
    'gap',
    'error',
    'info',
    undefined,
  ])
  expect(countLevels(entries)).toEqual({ error: 3, warn: 0, info: 2, debug: 0 })
  expect(atLevels(entries, new Set(['error'])).map(({ n }) => n)).toEqual([1, 3, 4, 5])
  expect(atLevels(entries, new Set())).toBe(entries)
})
