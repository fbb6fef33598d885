import { ROLE_TABLE, ROLES, type Role } from '@fairlead/control-plane/permissions'
import { schemaResolver, useForm } from '@mantine/form'
import { useId } from 'react'
import * as z from 'zod/mini'
import '../../lib/zod-setup.ts'
import { TextInput } from '../../components/input/text-input.tsx'
import { errorText } from '../../components/picker/error-text.ts'
import { Picker } from '../../components/picker/picker.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { trpc, type Inputs } from '../../lib/trpc.ts'
import { SecretBox } from '../enrolment/secret-box.tsx'
import { useRolePlaces } from './role-places.ts'
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
  const form = useForm<Values>({
    initialValues: { email: '', name: '', role: 'researcher', scope: 'organization' },
    validate: schemaResolver(InviteForm, { sync: true }),
  })
  const invite = useDeed(trpc.users.invite.mutationOptions(), { reads: [trpc.users] })
  const { role, email, name } = form.values
  const { about } = ROLE_TABLE[role]
  const places = useRolePlaces(role)
  const chosen = places.find(({ value }) => value === form.values.scope) ?? places[0]
  const body: Inputs['users']['invite'] = {
    email,
    name,
    role,
    ...(chosen?.id === undefined ? {} : { scope: { kind: chosen.kind, id: chosen.id } }),
  }
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
            options={places}
            value={chosen?.value ?? ''}
            onChange={(value) => form.setFieldValue('scope', value)}
          />
        </div>
      </form>
      <CommandBox title="The same by hand" isWrapped commands={userCommands.invite(body, chosen?.name)} />
      <ProblemNotice error={invite.error} />
    </Dialog>
  )
}
