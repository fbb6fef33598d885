import { TextInput } from '../../components/input/text-input.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { PRIORITY_NAMES } from '../workloads/priorities.ts'
import { picked, type FormPartProps } from './form-parts.ts'
import { enginesOf, hasField } from './kind-fields.ts'
import { PlacementSection } from './placement-section.tsx'
import { placeholders, usualTimeout } from './placeholders.ts'
import classes from './submit-page.module.css'

const PRIORITIES = Object.entries(PRIORITY_NAMES).map(([name, value]) => ({ value: name, label: `${name} (${value})` }))

export function WhereAndWhen({ form, choices }: FormPartProps) {
  const { kind, clusters, template } = form.values
  const third = classes['third'] ?? ''
  const hints = placeholders(
    choices.templates.find(({ name }) => name === template),
    undefined,
  )
  const engines = enginesOf(kind)
  return (
    <Section title="Where and when">
      <div className={classes['fields']}>
        <Picker
          className={third}
          label="Node pool"
          placeholder={choices.defaultPool ?? 'default'}
          options={[...choices.pools]}
          isClearable
          {...picked(form, 'pool')}
        />
        <div className={cx(third, classes['clusters'])}>
          <span className={classes['label']}>Clusters</span>
          <FilterPicker
            label={clusters.length > 0 ? 'Only' : 'Any cluster'}
            options={choices.clusters.map((name) => ({ value: name, label: name }))}
            value={clusters}
            isMultiple
            onChange={(chosen) => form.setFieldValue('clusters', chosen)}
          />
        </div>
        <Picker
          className={third}
          label="Priority"
          placeholder="by its kind"
          options={PRIORITIES}
          isClearable
          {...picked(form, 'priority')}
        />
        <Picker
          className={third}
          label="May be interrupted"
          options={[
            { value: 'auto', label: 'by its priority' },
            { value: 'yes', label: 'yes, for work that is owed the room' },
            { value: 'no', label: 'no, then only inside deserved quota' },
          ]}
          {...picked(form, 'preemptible')}
        />
        <TextInput
          className={third}
          label="Time limit"
          placeholder={hints.timeout ?? usualTimeout(kind)}
          {...form.getInputProps('timeout')}
        />
        {hasField(kind, 'retries') ? (
          <TextInput
            className={third}
            label="New attempts after a failure"
            placeholder="0"
            inputMode="numeric"
            {...form.getInputProps('retries')}
          />
        ) : null}
        {engines.length > 0 ? (
          <Picker
            className={third}
            label="Made by"
            placeholder="what the cluster has"
            options={[...engines]}
            isClearable
            {...picked(form, 'engine')}
          />
        ) : null}
      </div>
      <div className={classes['after']}>
        <PlacementSection form={form} choices={choices} />
      </div>
    </Section>
  )
}
