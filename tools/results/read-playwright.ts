import { stripVTControlCharacters } from 'node:util'
import { bareResult, type RingResult } from './ring-result.ts'

interface Suite {
  title: string
  suites?: Suite[]
  specs?: Spec[]
}

interface Spec {
  title: string
  file: string
  tests: {
    projectName: string
    status: 'expected' | 'unexpected' | 'flaky' | 'skipped'
    results: { errors: { message?: string }[] }[]
  }[]
}

/** Reads the JSON of Playwright's own reporter. */
export function readPlaywright(text: string): RingResult {
  const { suites, errors } = JSON.parse(text) as { suites: Suite[]; errors: { message?: string }[] }
  const result = bareResult()
  for (const { trail, spec } of specsIn(suites, []))
    for (const { projectName, status, results } of spec.tests) {
      const name = [projectName, spec.file, ...trail, spec.title].filter((part) => part !== '').join(' > ')
      if (status === 'skipped') result.skipped++
      else if (status === 'unexpected') {
        result.failed++
        result.failures.push({ name, message: messageOf(results.at(-1)?.errors ?? []) })
      } else {
        result.passed++
        if (status === 'flaky') result.flaky.push({ name, message: messageOf(results[0]?.errors ?? []) })
      }
    }
  if (errors.length > 0) {
    result.failed++
    result.failures.push({ name: 'an error that belongs to no test', message: messageOf(errors) })
  }
  return result
}

function* specsIn(suites: readonly Suite[], trail: string[]): Generator<{ trail: string[]; spec: Spec }> {
  for (const suite of suites) {
    // The outermost suite is the file, which each test names itself.
    const here = [...trail, suite.title]
    for (const spec of suite.specs ?? []) yield { trail: here.slice(1), spec }
    yield* specsIn(suite.suites ?? [], here)
  }
}

function messageOf(errors: readonly { message?: string }[]): string {
  return stripVTControlCharacters(errors.map(({ message }) => message ?? '').join('\n'))
}
