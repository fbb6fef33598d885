import { Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { errorText } from '../../components/picker/error-text.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { PRIORITY_NAMES } from '../workloads/priorities.ts'
import type { SubmitForm } from './submit-form.ts'
import classes from './submit-page.module.css'

export interface Choices {
  projects: readonly string[]
  pools: readonly string[]
  clusters: readonly string[]
}

const PRIORITIES = Object.entries(PRIORITY_NAMES).map(([name, value]) => ({ value: name, label: `${name} (${value})` }))

/** The fields of the form, in the order in which people think of them: what, how much, where, and the rest. */
export function SubmitFields({ form, choices }: { form: UseFormReturnType<SubmitForm>; choices: Choices }) {
  const field = (name: keyof SubmitForm) => ({ ...form.getInputProps(name) })
  const pick = (name: 'project' | 'pool' | 'priority' | 'preemptible') => ({
    value: form.values[name],
    onChange: (value: string) => form.setFieldValue(name, value as never),
    error: errorText(form.errors[name]),
  })
  const third = classes['third'] ?? ''
  const half = classes['half'] ?? ''
  const quarter = classes['quarter'] ?? ''
  return (
    <>
      <Section title="What runs">
        <div className={classes['fields']}>
          <Picker
            className={half}
            label="Project"
            placeholder="Choose a project"
            options={[...choices.projects]}
            {...pick('project')}
          />
          <TextInput
            className={half}
            label="Name"
            placeholder="made from the kind"
            autoComplete="off"
            {...field('name')}
          />
          <Textarea
            className={cx(classes['whole'], classes['mono'])}
            label="Command"
            description="As in a shell, with quotes. It is not given to a shell: for pipes and variables, run sh -c '…'."
            placeholder="python train.py --epochs 10"
            rows={2}
            spellCheck={false}
            {...field('command')}
          />
          <TextInput
            className={cx(classes['whole'], classes['mono'])}
            label="Image"
            placeholder="registry.example.com/train:2.4"
            description="For clusters that run containers."
            spellCheck={false}
            {...field('image')}
          />
        </div>
      </Section>
      <Section title="How much" note="for each replica; all replicas are placed together or not at all">
        <div className={classes['fields']}>
          <TextInput className={quarter} label="GPUs" placeholder="0" inputMode="decimal" {...field('gpu')} />
          <TextInput className={quarter} label="CPU cores" placeholder="0.5" inputMode="decimal" {...field('cpu')} />
          <TextInput className={quarter} label="Memory" placeholder="1Gi" {...field('memory')} />
          <TextInput className={quarter} label="Replicas" inputMode="numeric" {...field('replicas')} />
        </div>
      </Section>
      <Section title="Where and when">
        <div className={classes['fields']}>
          <Picker
            className={third}
            label="Node pool"
            placeholder="default"
            options={[...choices.pools]}
            isClearable
            {...pick('pool')}
          />
          <div className={cx(third, classes['clusters'])}>
            <span className={classes['label']}>Clusters</span>
            <FilterPicker
              label={form.values.clusters.length > 0 ? 'Only' : 'Any cluster'}
              options={choices.clusters.map((name) => ({ value: name, label: name }))}
              value={form.values.clusters}
              isMultiple
              onChange={(clusters) => form.setFieldValue('clusters', clusters)}
            />
          </div>
          <Picker
            className={third}
            label="Priority"
            placeholder="low"
            options={PRIORITIES}
            isClearable
            {...pick('priority')}
          />
          <Picker
            className={third}
            label="May be interrupted"
            options={[
              { value: 'auto', label: 'by its priority' },
              { value: 'yes', label: 'yes, for work that is owed the room' },
              { value: 'no', label: 'no, then only inside deserved quota' },
            ]}
            {...pick('preemptible')}
          />
          <TextInput className={third} label="Time limit" placeholder="1h, or none" {...field('timeout')} />
          <TextInput
            className={third}
            label="New attempts after a failure"
            placeholder="0"
            inputMode="numeric"
            {...field('retries')}
          />
        </div>
      </Section>
      <Section title="Environment and labels">
        <div className={classes['fields']}>
          <Textarea
            className={cx(half, classes['mono'])}
            label="Environment"
            description="KEY=VALUE lines. Secrets stay in the cluster: KEY=secret:NAME/KEY refers to one."
            rows={3}
            spellCheck={false}
            {...field('env')}
          />
          <Textarea
            className={cx(half, classes['mono'])}
            label="Labels"
            description="key=value lines, for finding and reporting."
            rows={3}
            spellCheck={false}
            {...field('labels')}
          />
        </div>
      </Section>
    </>
  )
}
