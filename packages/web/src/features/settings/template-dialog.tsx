import { useId, useState, type FormEvent } from 'react'
import { parse } from 'yaml'
import { TextInput } from '../../components/input/text-input.tsx'
import { Textarea } from '../../components/input/textarea.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { Notice, ProblemNotice } from '../../components/states/notice.tsx'
import { problemOf } from '../../lib/problem.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { toYaml } from '../../lib/yaml.ts'
import { KIND_WORDS, KINDS } from '../workloads/kinds.ts'
import { templateCommands } from './template-commands.ts'
import classes from './settings.module.css'

export type Template = Outputs['templates']['list']['items'][number]

const NAME = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/

/** A template, new or changed: what stands under spec in a workload. Work that was submitted keeps what it was given. */
export function TemplateDialog({ template, onClose }: { template: Template | undefined; onClose: () => void }) {
  const id = useId()
  const [name, setName] = useState(template?.name ?? '')
  const [kind, setKind] = useState(template?.kind ?? 'job')
  const [about, setAbout] = useState(template?.about ?? '')
  const [text, setText] = useState(() => toYaml(template?.spec ?? { resources: { cpu: 1, memory: '2Gi' } }))
  const { spec, error } = readSpec(text)
  const body = { template: name, kind, about, spec: spec ?? {} }
  const commands = templateCommands.set(body)
  const set = useDeed(trpc.templates.set.mutationOptions(), {
    said: (saved) => ({ title: `Template ${saved.name} is saved` }),
    commands,
    reads: [trpc.templates],
    after: onClose,
  })
  const isGood = NAME.test(name) && spec !== undefined
  const issues = set.error ? problemOf(set.error).issues : []
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (isGood) set.mutate(body)
  }
  return (
    <Dialog
      title={template ? `Template ${template.name}` : 'New template'}
      isOpen
      onClose={onClose}
      width={640}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={id} variant="primary" isBusy={set.isPending} disabled={!isGood}>
            Save template
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={onSubmit}>
        <div className={classes['row']}>
          {template ? null : (
            <TextInput
              label="Name"
              placeholder="nightly_training"
              value={name}
              autoComplete="off"
              data-autofocus
              error={name === '' || NAME.test(name) ? undefined : 'Lower-case letters, digits, dashes, underscores'}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          <Picker
            label="Kind of work"
            options={KINDS.map((value) => ({ value, label: KIND_WORDS[value].word }))}
            value={kind}
            onChange={setKind}
          />
        </div>
        <TextInput
          label="What it is for"
          value={about}
          maxLength={500}
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
        <Textarea
          label="Specification"
          description="YAML or JSON: what stands under spec in a workload."
          className={classes['mono'] ?? ''}
          rows={11}
          spellCheck={false}
          value={text}
          error={error}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
      <CommandBox title="The same by hand" isWrapped commands={commands} />
      {issues.length > 1 ? (
        <Notice tone="error" title="Fields to correct:">
          {issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}
        </Notice>
      ) : (
        <ProblemNotice error={set.error} />
      )}
    </Dialog>
  )
}

function readSpec(text: string): { spec: Record<string, unknown> | undefined; error: string | undefined } {
  try {
    const value: unknown = parse(text) ?? {}
    if (typeof value === 'object' && !Array.isArray(value)) return { spec: { ...value }, error: undefined }
    return { spec: undefined, error: 'A map of fields, such as image and resources' }
  } catch (thrown) {
    const [message = ''] = (thrown as Error).message.split('\n')
    return { spec: undefined, error: message.replace(/:$/, '') }
  }
}
