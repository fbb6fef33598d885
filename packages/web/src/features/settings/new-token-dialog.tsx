import { PERMISSIONS } from '@fairlead/control-plane/permissions'
import { TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import * as z from 'zod/mini'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { queryClient } from '../../lib/query-client.ts'
import { shellWord } from '../../lib/shell.ts'
import { trpc } from '../../lib/trpc.ts'
import { SecretBox } from '../enrolment/secret-box.tsx'
import { tokenCommands } from './settings-commands.ts'
import classes from './settings.module.css'

const TokenForm = z.object({
  name: z.string().check(z.trim(), z.minLength(1, 'Say what it is for'), z.maxLength(100)),
  days: z
    .string()
    .check(z.refine((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 366, 'Between 1 and 366')),
})

/** Makes a token, and shows it once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const id = useId()
  const form = useForm({
    initialValues: { name: '', days: '90', scope: 'all' as 'all' | 'some', permissions: [] as string[] },
    validate: schemaResolver(TokenForm, { sync: true }),
  })
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.tokens.pathKey() }),
    }),
  )
  const { name, days, scope, permissions } = form.values
  const isLimited = scope === 'some' && permissions.length > 0
  const body = { name: name.trim(), expiresInDays: Number(days) || 90, ...(isLimited ? { permissions } : {}) }
  const made = create.data
  if (made) {
    return (
      <Dialog
        title={`Token ${made.info.name}`}
        isOpen
        onClose={onClose}
        width={600}
        footer={
          <Button variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        }
      >
        <SecretBox
          name="Token"
          secret={made.token}
          note={
            <>
              It expires <TimeAgo at={made.info.expiresAt} />. Only its beginning is kept here.
            </>
          }
        />
        <CommandBox
          title="Use it"
          commands={[
            { name: 'CLI', text: `fairlead login --url ${shellWord(location.origin)}   # paste the token when asked` },
            {
              name: 'Environment',
              text: `read -rs FAIRLEAD_TOKEN && export FAIRLEAD_TOKEN   # paste the token, press Enter\nexport FAIRLEAD_URL=${shellWord(location.origin)}`,
            },
          ]}
        />
      </Dialog>
    )
  }
  return (
    <Dialog
      title="New token"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button
            type="submit"
            form={id}
            variant="primary"
            isBusy={create.isPending}
            disabled={scope === 'some' && permissions.length === 0}
          >
            Create token
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={form.onSubmit(() => create.mutate(body))}>
        <div className={classes['row']}>
          <TextInput label="Name" placeholder="ci" data-autofocus autoComplete="off" {...form.getInputProps('name')} />
          <TextInput label="Good for, in days" inputMode="numeric" {...form.getInputProps('days')} />
        </div>
        <div>
          <Segments
            label="What it may"
            options={[
              { value: 'all', label: 'Everything that I may' },
              { value: 'some', label: 'Only some' },
            ]}
            value={scope}
            onChange={(value) => form.setFieldValue('scope', value)}
          />
        </div>
        {scope === 'some' ? (
          <fieldset className={classes['permissions']}>
            <legend>Permissions</legend>
            {PERMISSIONS.map((permission) => (
              <label key={permission}>
                <input
                  type="checkbox"
                  checked={permissions.includes(permission)}
                  onChange={(event) =>
                    form.setFieldValue(
                      'permissions',
                      event.currentTarget.checked
                        ? [...permissions, permission]
                        : permissions.filter((other) => other !== permission),
                    )
                  }
                />
                <code>{permission}</code>
              </label>
            ))}
          </fieldset>
        ) : null}
      </form>
      <CommandBox title="The same by hand" commands={tokenCommands.create(body)} />
      <ProblemNotice error={create.error} />
    </Dialog>
  )
}
