import { Textarea } from '../../components/input/textarea.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { DataSection } from './data-section.tsx'
import type { FormPartProps } from './form-parts.ts'
import { HowMuch } from './how-much.tsx'
import { hasField } from './kind-fields.ts'
import { KindSection } from './kind-section.tsx'
import { WhatRuns } from './what-runs.tsx'
import { WhereAndWhen } from './where-and-when.tsx'
import classes from './submit-page.module.css'

/** The fields of the form, in the order in which people think of them: what, how much, where, and the rest. */
export function SubmitFields({ form, choices }: FormPartProps) {
  const hasEnv = hasField(form.values.kind, 'env')
  const lines = cx(hasEnv ? classes['half'] : classes['whole'], classes['mono'])
  return (
    <>
      <WhatRuns form={form} choices={choices} />
      <KindSection form={form} choices={choices} />
      <HowMuch form={form} choices={choices} />
      <DataSection form={form} choices={choices} />
      <WhereAndWhen form={form} choices={choices} />
      <Section title={hasEnv ? 'Environment and labels' : 'Labels'}>
        <div className={classes['fields']}>
          {hasEnv ? (
            <Textarea
              className={lines}
              label="Environment"
              description="KEY=VALUE lines. Secrets stay in the cluster: KEY=secret:NAME/KEY refers to one."
              rows={3}
              spellCheck={false}
              {...form.getInputProps('env')}
            />
          ) : null}
          <Textarea
            className={lines}
            label="Labels"
            description="key=value lines, for finding and reporting."
            rows={3}
            spellCheck={false}
            {...form.getInputProps('labels')}
          />
        </div>
      </Section>
    </>
  )
}
