import type { Mutation } from '../../packages/scheduler/test/mutations/mutation.ts'

/** The test that failed. */
export interface Verdict {
  ring: 'property' | 'test'
  test: string
}

/** The record of a whole run, as Markdown. */
export function recordOf(mutations: readonly Mutation[], verdicts: ReadonlyMap<string, Verdict>): string {
  const rows = mutations.map(({ name, file }) => {
    const { ring, test } = verdicts.get(name)!
    return `| ${name} | \`${file}\` | ${ring}: ${test.replaceAll('|', '/')} |`
  })
  return `# Mutations

Guards of the planner that are broken on purpose, one at a time, and the test that notices first. Written by \`pnpm test:mutations\`,
which fails when one goes unnoticed. Properties are tried before the other tests.

| With it, the planner would | In | Caught by |
|---|---|---|
${rows.join('\n')}
`
}
