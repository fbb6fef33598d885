import { useId, useState, type FormEvent } from 'react'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { Radio } from '../../components/radio/radio-list.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { problemOf } from '../../lib/problem.ts'
import { trpc } from '../../lib/trpc.ts'
import { connectionCommands } from './connection-commands.ts'
import { checkConnection, formOf, toCreate, toUpdate, type ConnectionForm } from './connection-form.ts'
import { CONNECTION_TYPES, TYPES, type Connection } from './connection-types.ts'
import classes from './connections.module.css'

interface ConnectionDialogProps {
  project: string
  /** Absent: a new one. */
  connection: Connection | undefined
  onClose: () => void
}

/** A connection, new or changed. Its secret is a name only, and a value in its place is refused. */
export function ConnectionDialog({ project, connection, onClose }: ConnectionDialogProps) {
  const id = useId()
  const [form, setForm] = useState(() => formOf(connection))
  const [isTried, setTried] = useState(false)
  const commands = connection
    ? connectionCommands.update(project, connection.name, toUpdate(form))
    : connectionCommands.create(toCreate(form, project))
  const saved = {
    said: ({ name }: { name: string }) => ({ title: `Connection ${name} is saved` }),
    commands,
    reads: [trpc.connections],
    after: onClose,
  }
  const create = useDeed(trpc.connections.create.mutationOptions(), saved)
  const update = useDeed(trpc.connections.update.mutationOptions(), saved)
  const error = create.error ?? update.error
  const refused = error ? problemOf(error).issues : []
  const found = isTried ? checkConnection(form) : {}
  const errorOf = (path: string) => found[path] ?? refused.find((issue) => issue.path === path)?.message
  const change = (next: Partial<ConnectionForm>) => {
    setForm({ ...form, ...next })
    create.reset()
    update.reset()
  }
  const { settings, hasFiles } = CONNECTION_TYPES[form.type]
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(checkConnection(form)).length > 0) return
    if (connection) update.mutate({ project, connection: connection.name, ...toUpdate(form) })
    else create.mutate(toCreate(form, project))
  }
  const text = (field: 'name' | 'description' | 'secret' | 'mountPath') => ({
    value: form[field],
    error: errorOf(field),
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { currentTarget: { value: string } }) => change({ [field]: event.currentTarget.value }),
  })
  return (
    <Dialog
      title={connection ? `Connection ${connection.name}` : `New connection of ${project}`}
      isOpen
      onClose={onClose}
      width={620}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={id} variant="primary" isBusy={create.isPending || update.isPending}>
            {connection ? 'Save connection' : 'Create connection'}
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={onSubmit}>
        {connection ? null : (
          <>
            <TextInput label="Name" placeholder="lake" data-autofocus {...text('name')} />
            <Radio
              label="What it is"
              options={TYPES.map((value) => ({
                value,
                label: CONNECTION_TYPES[value].word,
                about: CONNECTION_TYPES[value].about,
              }))}
              value={form.type}
              onChange={(type) => change({ type })}
            />
          </>
        )}
        <div className={classes['fields']}>
          {settings.map(({ name, label, placeholder }) => (
            <TextInput
              key={name}
              label={label}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              value={form.settings[name] ?? ''}
              error={errorOf(`settings.${name}`)}
              onChange={(event) => change({ settings: { ...form.settings, [name]: event.currentTarget.value } })}
            />
          ))}
          {hasFiles ? (
            <TextInput label="Mount path" placeholder={`/connections/${form.name || 'NAME'}`} {...text('mountPath')} />
          ) : null}
        </div>
        <TextInput
          label="Secret"
          description="The name of a Secret in the project’s namespace of each cluster. What is in it stays there."
          placeholder="none"
          {...text('secret')}
        />
        <TextInput label="Description" {...text('description')} />
        <label className={classes['flag']}>
          <input
            type="checkbox"
            checked={form.isReadOnly}
            onChange={(event) => change({ isReadOnly: event.currentTarget.checked })}
          />
          Work may not change what is there
        </label>
      </form>
      <CommandBox title="The same by hand" isWrapped commands={commands} />
      <ProblemNotice error={error} />
    </Dialog>
  )
}
