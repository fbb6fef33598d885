import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { bareResult } from './ring-result.ts'

/** Writes a {@link RingResult} into the file that `FAIRLEAD_RING_RESULT` names; nothing without it. */
export default class VitestReport implements Reporter {
  readonly #result = bareResult()

  onTestCaseResult(test: TestCase): void {
    const result = this.#result
    const { state, errors } = test.result()
    const name = `${test.module.relativeModuleId} > ${test.fullName}`
    if (state === 'skipped') result.skipped++
    else if (state === 'passed') {
      result.passed++
      if (test.diagnostic()?.flaky === true) result.flaky.push({ name, message: describeErrors(errors ?? []) })
    } else if (state === 'failed') {
      result.failed++
      result.failures.push({ name, message: describeErrors(errors) })
    }
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string; stack?: string }[]): void {
    const result = this.#result
    for (const module of modules) {
      const groups = [module, ...module.children.allSuites()]
      for (const group of groups)
        for (const error of group.errors()) {
          result.failed++
          const name = `${module.relativeModuleId}${group === module ? '' : ` > ${'fullName' in group ? group.fullName : ''}`}`
          result.failures.push({ name, message: describeErrors([error]) })
        }
    }
    if (unhandled.length > 0) {
      result.failed++
      result.failures.push({ name: 'an error that belongs to no test', message: describeErrors(unhandled) })
    }
    const file = process.env['FAIRLEAD_RING_RESULT']
    if (file !== undefined) writeFileSync(file, JSON.stringify(result))
  }
}

function describeErrors(errors: readonly { message: string; stack?: string; diff?: string }[]): string {
  return errors
    .map(({ message, stack = '', diff }) => {
      const place = /\(?(\/[^\s()]+:\d+:\d+)\)?/.exec(stack.replaceAll(/^.*node_modules.*$/gm, ''))?.[1]
      return stripVTControlCharacters(
        [message, place === undefined ? '' : `at ${place}`, diff ?? ''].filter((part) => part !== '').join('\n'),
      )
    })
    .join('\n')
}
