import { useId } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { More } from '../../components/page/more.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { cx } from '../../lib/cx.ts'
import type { FormPartProps } from './form-parts.ts'
import { PLACEMENT_RULES } from './placement-form.ts'
import classes from './submit-page.module.css'

/** Where replicas stand: other pools, rules on labels, together, apart, and beside whom. */
export function PlacementSection({ form, choices }: FormPartProps) {
  const levels = useId()
  const { values } = form
  const isSaid = PLACEMENT_RULES.some((name) => values[name].length > 0 || form.errors[name] !== undefined)
  const half = classes['half'] ?? ''
  const lines = cx(classes['half'], classes['mono'])
  const pool = values.pool === '' ? choices.defaultPool : values.pool
  const others = choices.pools.filter((name) => name !== pool)
  return (
    <More title="Rules of placement" isOpen={isSaid}>
      <div className={classes['fields']}>
        <datalist id={levels}>
          {['node', 'cluster', ...choices.levels].map((level) => (
            <option key={level} value={level}>
              {level}
            </option>
          ))}
        </datalist>
        <div className={cx(classes['whole'], classes['clusters'])}>
          <span className={classes['label']}>Where the pool has no room</span>
          <FilterPicker
            label={values.fallbackPools.length > 0 ? 'Tried in this order' : 'It waits there'}
            options={[...new Set([...others, ...values.fallbackPools])].map((name) => ({ value: name, label: name }))}
            value={values.fallbackPools}
            isMultiple
            onChange={(chosen) => form.setFieldValue('fallbackPools', chosen)}
          />
          {form.errors['fallbackPools'] ? (
            <span className={classes['error']}>{form.errors['fallbackPools']}</span>
          ) : null}
        </div>
        <Textarea
          className={lines}
          label="Only in clusters with these labels"
          description="One rule a line, all of them hold."
          placeholder="region in (eu,uk)"
          rows={2}
          spellCheck={false}
          {...form.getInputProps('clusterRules')}
        />
        <Textarea
          className={lines}
          label="Only on nodes with these labels"
          description="One rule a line, all of them hold."
          placeholder="cores>32"
          rows={2}
          spellCheck={false}
          {...form.getInputProps('nodeRules')}
        />
        <Textarea
          className={cx(classes['whole'], classes['mono'])}
          label="Rather on nodes with these labels"
          description="A weight from 1 to 100 and a rule; several rules with semicolons. The larger sum goes first."
          placeholder="50 nvlink; zone=a"
          rows={2}
          spellCheck={false}
          {...form.getInputProps('nodePreferences')}
        />
        <TextInput
          className={half}
          label="All replicas together in one"
          placeholder="anywhere"
          list={levels}
          spellCheck={false}
          {...form.getInputProps('together')}
        />
        <TextInput
          className={half}
          label="Rather together in one"
          placeholder="anywhere"
          list={levels}
          spellCheck={false}
          {...form.getInputProps('preferTogether')}
        />
        <TextInput
          className={half}
          label="No two replicas in one"
          placeholder="as it comes"
          list={levels}
          spellCheck={false}
          {...form.getInputProps('apartBy')}
        />
        <span className={half} />
        <Textarea
          className={lines}
          label="Near work with these labels"
          description="A level, and labels of work of the project."
          placeholder="zone:app=cache"
          rows={2}
          spellCheck={false}
          {...form.getInputProps('near')}
        />
        <Textarea
          className={lines}
          label="Away from work with these labels"
          description="A level, and labels of work of the project."
          placeholder="node:app=web"
          rows={2}
          spellCheck={false}
          {...form.getInputProps('apart')}
        />
      </div>
    </More>
  )
}
