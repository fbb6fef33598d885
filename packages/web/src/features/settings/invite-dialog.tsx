import { ROLE_TABLE, ROLES, type Role } from '@fairlead/control-plane/permissions'
import { TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import * as z from 'zod/mini'
import { errorText } from '../../components/picker/error-text.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { queryClient } from '../../lib/query-client.ts'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import { SecretBox } from '../enrolment/secret-box.tsx'
import { userCommands } from './settings-commands.ts'
import classes from './settings.module.css'

const InviteForm = z.object({
  email: z.string().check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'An email address')),
  name: z.string().check(z.minLength(1, 'What they are called'), z.maxLength(100)),
})

interface Values {
  email: string
  name: string
  role: Role
  /** `organization`, or the kind and id of a department or project. */
  scope: string
}

/** Adds a user with a role somewhere, and answers the link with which they set their password. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const id = useId()
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const form = useForm<Values>({
    initialValues: { email: '', name: '', role: 'researcher', scope: 'organization' },
    validate: schemaResolver(InviteForm, { sync: true }),
  })
  const invite = useMutation(
    trpc.users.invite.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.users.pathKey() }),
    }),
  )
  const { role, email, name } = form.values
  const { at, about } = ROLE_TABLE[role]
  const scopes = [
    ...(at.includes('organization') ? [{ value: 'organization', label: 'The whole organization' }] : []),
    ...(at.includes('department')
      ? (departments.data?.items ?? []).map((department) => ({
          value: `department ${department.id}`,
          label: `Department ${department.name}`,
        }))
      : []),
    ...(at.includes('project')
      ? (projects.data?.items ?? []).map((project) => ({
          value: `project ${project.id}`,
          label: `Project ${project.name}`,
        }))
      : []),
  ]
  const chosen = scopes.find(({ value }) => value === form.values.scope) ?? scopes[0]
  const [kind = 'organization', scopeId] = chosen?.value.split(' ') ?? []
  const body: Inputs['users']['invite'] = {
    email,
    name,
    role,
    ...(scopeId === undefined ? {} : { scope: { kind: kind as 'department' | 'project', id: scopeId } }),
  }
  const where = chosen?.label.split(' ').slice(1).join(' ')
  if (invite.data) {
    return (
      <Dialog
        title={`${invite.data.user.name} is invited`}
        isOpen
        onClose={onClose}
        width={600}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <SecretBox
          name="Set-up link"
          secret={invite.data.link}
          note="Good once and for 24 hours. Give it to them over a way that you trust: whoever opens it first sets the password."
        />
      </Dialog>
    )
  }
  return (
    <Dialog
      title="Invite a user"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={id} variant="primary" isBusy={invite.isPending} disabled={chosen === undefined}>
            Invite
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={form.onSubmit(() => invite.mutate(body))}>
        <div className={classes['row']}>
          <TextInput label="Email" type="email" autoComplete="off" data-autofocus {...form.getInputProps('email')} />
          <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
        </div>
        <div className={classes['row']}>
          <Picker
            label="Role"
            description={`May: ${about}.`}
            options={ROLES.map((value) => ({ value, label: value }))}
            value={form.values.role}
            onChange={(value) => form.setFieldValue('role', value as Role)}
            error={errorText(form.errors['role'])}
          />
          <Picker
            label="Where"
            description="It holds there and for everything below."
            options={scopes}
            value={chosen?.value ?? ''}
            onChange={(value) => form.setFieldValue('scope', value)}
          />
        </div>
      </form>
      <CommandBox title="The same by hand" isWrapped commands={userCommands.invite(body, where)} />
      <ProblemNotice error={invite.error} />
    </Dialog>
  )
}
