import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { cx } from '../../lib/cx.ts'
import { picked, type FormPartProps } from './form-parts.ts'
import classes from './submit-page.module.css'

/** The fields that one kind alone has. */
export function KindSection({ form, choices }: FormPartProps) {
  const { kind } = form.values
  if (kind === 'endpoint' || kind === 'workspace') return <Serving form={form} choices={choices} />
  if (kind === 'evaluation') return <Evaluation form={form} choices={choices} />
  if (kind === 'image-build') return <ImageBuild form={form} choices={choices} />
  return null
}

function Serving({ form }: FormPartProps) {
  const isEndpoint = form.values.kind === 'endpoint'
  const half = classes['half'] ?? ''
  return (
    <Section title="Where it answers" note="inside its cluster; its address stands on its page once it runs">
      <div className={classes['fields']}>
        <TextInput
          className={isEndpoint ? half : (classes['whole'] ?? '')}
          label="Ports"
          placeholder={isEndpoint ? '8080' : '8888'}
          description="With commas between; with a name: http:8080."
          spellCheck={false}
          {...form.getInputProps('ports')}
        />
        {isEndpoint ? (
          <>
            <TextInput
              className={half}
              label="Health path"
              placeholder="an open port is enough"
              description="Answers 200 when it can take requests."
              {...form.getInputProps('healthPath')}
            />
            <TextInput
              className={half}
              label="Grows above CPU %"
              placeholder="stays as it is"
              description="Average use of the cores it asks for."
              inputMode="numeric"
              {...form.getInputProps('targetCpu')}
            />
            <TextInput
              className={half}
              label="Replicas, at least"
              description="These are always there."
              placeholder={form.values.targetCpu === '' ? form.values.replicas : '1'}
              inputMode="numeric"
              {...form.getInputProps('minReplicas')}
            />
          </>
        ) : null}
      </div>
    </Section>
  )
}

function Evaluation({ form }: FormPartProps) {
  return (
    <Section title="Configuration" note="in JSON; it finds this as /job/spec.json">
      <Textarea
        aria-label="Configuration in JSON"
        className={classes['mono'] ?? ''}
        rows={6}
        spellCheck={false}
        placeholder={'{\n  "model": "detector-v3",\n  "cases": 500\n}'}
        {...form.getInputProps('config')}
      />
    </Section>
  )
}

function ImageBuild({ form, choices }: FormPartProps) {
  const half = classes['half'] ?? ''
  const git = choices.connections.filter(({ type }) => type === 'git').map(({ name }) => name)
  const hasContext = form.values.context !== ''
  return (
    <Section title="Image" note="built without root, and pushed from the cluster">
      <div className={classes['fields']}>
        <TextInput
          className={cx(half, classes['mono'])}
          label="Destination"
          placeholder="registry.example.com/train:2.5"
          spellCheck={false}
          {...form.getInputProps('destination')}
        />
        <TextInput
          className={half}
          label="Push secret"
          placeholder="none"
          description="A Secret of the project’s namespace, for the registry."
          spellCheck={false}
          {...form.getInputProps('pushSecret')}
        />
        <Picker
          className={half}
          label="Git connection"
          placeholder={git.length > 0 ? 'none: the Dockerfile alone' : 'the project has none'}
          options={git}
          isClearable
          {...picked(form, 'context')}
        />
        {hasContext ? (
          <TextInput
            className={cx(half, classes['mono'])}
            label="Dockerfile"
            placeholder="Dockerfile"
            spellCheck={false}
            {...form.getInputProps('dockerfile')}
          />
        ) : (
          <Textarea
            className={cx(classes['whole'], classes['mono'])}
            label="Dockerfile"
            rows={6}
            placeholder={'FROM registry.example.com/base:1\nRUN pip install --no-cache-dir einops'}
            spellCheck={false}
            {...form.getInputProps('inline')}
          />
        )}
      </div>
    </Section>
  )
}
