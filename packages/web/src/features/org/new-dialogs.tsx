import { schemaResolver, useForm } from '@mantine/form'
import { useId, type ReactNode } from 'react'
import * as z from 'zod/mini'
import '../../lib/zod-setup.ts'
import { TextInput } from '../../components/input/text-input.tsx'
import { errorText } from '../../components/picker/error-text.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox, type Commands } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { trpc } from '../../lib/trpc.ts'
import { orgCommands } from './org-commands.ts'
import classes from './org.module.css'

const Name = z
  .string()
  .check(
    z.minLength(1, 'Give it a name'),
    z.maxLength(63, 'At most 63 characters'),
    z.regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      'Lower-case letters, digits and dashes, starting and ending with a letter or digit',
    ),
  )
const DepartmentForm = z.object({ name: Name })
const ProjectForm = z.object({
  name: Name,
  department: z.string().check(z.minLength(1, 'Choose a department')),
  description: z.string().check(z.maxLength(500)),
})

interface NewDialogProps {
  onClose: () => void
  onMade: (name: string) => void
}

const TREE = [trpc.departments, trpc.projects, trpc.queues, trpc.quotas]

export function NewDepartmentDialog({ onClose, onMade }: NewDialogProps) {
  const form = useForm({ initialValues: { name: '' }, validate: schemaResolver(DepartmentForm, { sync: true }) })
  const commands = orgCommands.addDepartment(form.values.name)
  const create = useDeed(trpc.departments.create.mutationOptions(), {
    said: ({ name }) => ({ title: `Department ${name} is created` }),
    commands,
    reads: TREE,
    after: ({ name }) => onMade(name),
  })
  return (
    <FormDialog
      title="New department"
      action="Create department"
      onClose={onClose}
      isBusy={create.isPending}
      error={create.error}
      commands={commands}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput label="Name" autoComplete="off" data-autofocus {...form.getInputProps('name')} />
    </FormDialog>
  )
}

export function NewProjectDialog({
  onClose,
  onMade,
  departments,
}: NewDialogProps & { departments: readonly string[] }) {
  const form = useForm({
    initialValues: { name: '', department: departments[0] ?? '', description: '' },
    validate: schemaResolver(ProjectForm, { sync: true }),
  })
  const commands = orgCommands.addProject(form.values)
  const create = useDeed(trpc.projects.create.mutationOptions(), {
    said: ({ name }) => ({
      title: `Project ${name} is created`,
      detail: 'Set its quota, so that it is owed something.',
    }),
    commands,
    reads: TREE,
    after: ({ name }) => onMade(name),
  })
  return (
    <FormDialog
      title="New project"
      action="Create project"
      onClose={onClose}
      isBusy={create.isPending}
      error={create.error}
      commands={commands}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
    >
      <TextInput
        label="Name"
        description="It is also the namespace of its runs in each cluster."
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Picker
        label="Department"
        options={[...departments]}
        value={form.values.department}
        onChange={(value) => form.setFieldValue('department', value)}
        error={errorText(form.errors['department'])}
      />
      <TextInput label="Description" placeholder="What it is for" {...form.getInputProps('description')} />
    </FormDialog>
  )
}

interface FormDialogProps {
  title: string
  action: string
  onClose: () => void
  isBusy: boolean
  error: unknown
  commands: Commands
  onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void
  children: ReactNode
}

function FormDialog({ title, action, onClose, isBusy, error, commands, onSubmit, children }: FormDialogProps) {
  const id = useId()
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={id} variant="primary" isBusy={isBusy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className={classes['stack']} noValidate onSubmit={onSubmit}>
        {children}
      </form>
      <CommandBox title="The same by hand" commands={commands} />
      <ProblemNotice error={error} />
    </Dialog>
  )
}
