import { TextInput } from '@mantine/core'
import { schemaResolver, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { Button } from '../../components/button/button.tsx'
import { CommandBox } from '../../components/command/command-box.tsx'
import { Radio } from '../../components/radio/radio-list.tsx'
import { ProblemNotice } from '../../components/states/notice.tsx'
import { queryClient } from '../../lib/query-client.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { clusterCommands } from '../clusters/cluster-commands.ts'
import { LOG_POLICIES, type LogPolicy } from '../clusters/log-policies.ts'
import classes from './enrol-page.module.css'

const NameForm = z.object({
  name: z
    .string()
    .check(
      z.minLength(1, 'Give it a name'),
      z.maxLength(63, 'At most 63 characters'),
      z.regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
        'Lower-case letters, digits and dashes, starting and ending with a letter or digit',
      ),
    ),
})

/** Where it begins: a name, and what of the output of work may leave the cluster. */
export function NameStep({ onCreated }: { onCreated: (created: Outputs['clusters']['create']) => void }) {
  const form = useForm<{ name: string; logPolicy: LogPolicy }>({
    initialValues: { name: '', logPolicy: 'stream' },
    validate: schemaResolver(NameForm, { sync: true }),
  })
  const create = useMutation(
    trpc.clusters.create.mutationOptions({
      onSuccess: (created) => {
        void queryClient.invalidateQueries({ queryKey: trpc.clusters.pathKey() })
        onCreated(created)
      },
    }),
  )
  return (
    <form className={classes['box']} noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <div className={classes['fields']}>
        <TextInput
          label="Name"
          description="Short and lasting: it stands in every list and every command."
          placeholder="oslo-h100"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Radio
          label="What of the output of work may leave the cluster"
          options={LOG_POLICIES}
          value={form.values.logPolicy}
          onChange={(logPolicy) => form.setFieldValue('logPolicy', logPolicy)}
        />
        <CommandBox
          title="The same by hand"
          commands={clusterCommands.create(form.values.name, form.values.logPolicy)}
        />
        <ProblemNotice error={create.error} />
        <div className={classes['row']}>
          <Button type="submit" variant="primary" isBusy={create.isPending}>
            Add cluster
          </Button>
        </div>
      </div>
    </form>
  )
}
