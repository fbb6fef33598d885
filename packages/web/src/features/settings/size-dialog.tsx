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
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { sizeCommands } from './size-commands.ts'
import classes from './settings.module.css'

export type Size = Outputs['sizes']['list']['items'][number]

const CORES = /^(\d{1,7}(\.\d{1,3})?|\d{1,9}m)$/
const MEMORY = /^\d{1,12}(\.\d{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?$/
const SizeForm = z.object({
  name: z.string().check(z.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'Lower-case letters, digits and dashes')),
  cpu: z.string().check(z.regex(CORES, 'Cores such as 2 or 0.5')),
  memory: z.string().check(z.regex(MEMORY, 'A size such as 4Gi')),
  cpuLimit: z.string().check(z.refine((text) => text === '' || CORES.test(text), 'Cores such as 2 or 0.5')),
  memoryLimit: z.string().check(z.refine((text) => text === '' || MEMORY.test(text), 'A size such as 4Gi')),
})

/** A size, new or changed. Work that was submitted keeps what it was given. */
export function SizeDialog({ size, onClose }: { size: Size | undefined; onClose: () => void }) {
  const id = useId()
  const form = useForm({ initialValues: valuesOf(size), validate: schemaResolver(SizeForm, { sync: true }) })
  const { name, cpu, memory, cpuLimit, memoryLimit } = form.values
  const body = {
    size: name,
    requests: { cpu, memory },
    limits: { ...(cpuLimit === '' ? {} : { cpu: cpuLimit }), ...(memoryLimit === '' ? {} : { memory: memoryLimit }) },
  }
  const commands = sizeCommands.set(body)
  const set = useDeed(trpc.sizes.set.mutationOptions(), {
    said: (saved) => ({ title: `Size ${saved.name} is saved` }),
    commands,
    reads: [trpc.sizes],
    after: onClose,
  })
  return (
    <Dialog
      title={size ? `Size ${size.name}` : 'New size'}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Discard</Button>
          <Button type="submit" form={id} variant="primary" isBusy={set.isPending}>
            Save size
          </Button>
        </>
      }
    >
      <form id={id} className={classes['form']} noValidate onSubmit={form.onSubmit(() => set.mutate(body))}>
        {size ? null : (
          <TextInput
            label="Name"
            placeholder="huge"
            autoComplete="off"
            data-autofocus
            {...form.getInputProps('name')}
          />
        )}
        <div className={classes['row']}>
          <TextInput label="CPU cores" description="What a replica asks for." {...form.getInputProps('cpu')} />
          <TextInput label="Memory" description="What a replica asks for." {...form.getInputProps('memory')} />
          <TextInput label="CPU limit" placeholder="what it asks for" {...form.getInputProps('cpuLimit')} />
          <TextInput label="Memory limit" placeholder="what it asks for" {...form.getInputProps('memoryLimit')} />
        </div>
      </form>
      <CommandBox title="The same by hand" isWrapped commands={commands} />
      <ProblemNotice error={set.error} />
    </Dialog>
  )
}

function valuesOf(size: Size | undefined) {
  const of = (amounts: Readonly<Record<string, number>> | undefined) => ({
    cpu: amounts?.['cpu'] === undefined ? '' : String(amounts['cpu'] / 1000),
    memory: writtenMemory(amounts?.['memory']),
  })
  const requests = of(size?.requests)
  const limits = of(size?.limits)
  return { name: size?.name ?? '', ...requests, cpuLimit: limits.cpu, memoryLimit: limits.memory }
}

function writtenMemory(mebibytes: number | undefined): string {
  if (mebibytes === undefined) return ''
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`
}
