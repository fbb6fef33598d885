import { TextInput } from '../../components/input/text-input.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { picked, type FormPartProps } from './form-parts.ts'
import { hasField } from './kind-fields.ts'
import { placeholders } from './placeholders.ts'
import { nodesFor, whyUnfit } from './size-fit.ts'
import classes from './submit-page.module.css'

/** What a replica asks for and may use, and how many of them there are. */
export function HowMuch({ form, choices }: FormPartProps) {
  const { values } = form
  const size = choices.sizes.find(({ name }) => name === values.size)
  const template = choices.templates.find(({ name }) => name === values.template)
  const hints = placeholders(template, size)
  const nodes = nodesFor(choices.nodes, {
    pool: values.pool === '' ? choices.defaultPool : values.pool,
    clusters: values.clusters,
  })
  const unfit = size && whyUnfit(size, nodes)
  const quarter = classes['quarter'] ?? ''
  const isElastic = hasField(values.kind, 'replicasMin')
  const hasReplicas = hasField(values.kind, 'replicas')
  return (
    <Section
      title="How much"
      note={
        hasReplicas
          ? 'for each replica; all replicas are placed together or not at all, unless fewer may do'
          : undefined
      }
    >
      <div className={classes['fields']}>
        <Picker
          className={isElastic ? quarter : classes['half']}
          label="Size"
          placeholder="as written below"
          isClearable
          options={choices.sizes.map((one) => {
            const why = whyUnfit(one, nodes)
            const what = `${describeAmounts(one.requests)}, at most ${describeAmounts(one.limits)}`
            return { value: one.name, label: one.name, note: why ?? what, isFaint: why !== undefined }
          })}
          {...picked(form, 'size')}
          error={unfit === undefined ? picked(form, 'size').error : `As things stand, ${unfit}.`}
        />
        <TextInput
          className={quarter}
          label="GPUs"
          placeholder={hints.gpu ?? '0'}
          inputMode="decimal"
          {...form.getInputProps('gpu')}
        />
        {hasReplicas ? (
          <TextInput
            className={quarter}
            label={values.kind === 'endpoint' ? 'Replicas, at most' : 'Replicas'}
            inputMode="numeric"
            {...form.getInputProps('replicas')}
          />
        ) : null}
        {isElastic ? (
          <TextInput
            className={quarter}
            label="Replicas, at least"
            placeholder="all of them"
            data-tip="Elastic: it starts with as many as there is room for, from this number on."
            inputMode="numeric"
            {...form.getInputProps('replicasMin')}
          />
        ) : null}
        <TextInput
          className={classes['line'] ?? ''}
          label="CPU cores"
          placeholder={hints.cpu ?? '0.5'}
          inputMode="decimal"
          {...form.getInputProps('cpu')}
        />
        <TextInput
          className={quarter}
          label="Memory"
          placeholder={hints.memory ?? '1Gi'}
          {...form.getInputProps('memory')}
        />
        <TextInput
          className={quarter}
          label="CPU limit"
          placeholder={hints.cpuLimit ?? (values.cpu === '' ? '2' : 'what it asks for')}
          inputMode="decimal"
          {...form.getInputProps('cpuLimit')}
        />
        <TextInput
          className={quarter}
          label="Memory limit"
          placeholder={hints.memoryLimit ?? (values.memory === '' ? '4Gi' : 'what it asks for')}
          {...form.getInputProps('memoryLimit')}
        />
      </div>
    </Section>
  )
}
