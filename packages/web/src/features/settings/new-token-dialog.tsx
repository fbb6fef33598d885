import { PERMISSIONS } from '@fairlead/control-plane/permissions'
import { schemaResolver, useForm } from '@mantine/form'
import { useId } from 'react'
import * as z from 'zod/mini'
import '../../lib/zod-setup.ts'
import { TextInput } from '../../components/input/text-input.tsx'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { useDeed } from '../../components/deed/use-deed.ts'
import { Dialog } from '../../components/dialog/dialog.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { trpc } from '../../lib/trpc.ts'
import { MadeToken } from './made-token.tsx'
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
    initialValues: { name: '', days: '90', networks: '', scope: 'all' as 'all' | 'some', permissions: [] as string[] },
    validate: schemaResolver(TokenForm, { sync: true }),
  })
  const create = useDeed(trpc.tokens.create.mutationOptions(), { reads: [trpc.tokens] })
  const { name, days, scope, permissions, networks } = form.values
  const allowedCidrs = networks.split(/[\s,]+/).filter((network) => network !== '')
  const isLimited = scope === 'some' && permissions.length > 0
  const body = {
    name: name.trim(),
    expiresInDays: Number(days) || 90,
    ...(isLimited ? { permissions } : {}),
    ...(allowedCidrs.length > 0 ? { allowedCidrs } : {}),
  }
  if (create.data) return <MadeToken made={create.data} onClose={onClose} />
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
        <TextInput
          label="Only from networks"
          description="Such as 10.0.0.0/8 or fd00::/8, with spaces between. Empty: from anywhere."
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('networks')}
        />
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
