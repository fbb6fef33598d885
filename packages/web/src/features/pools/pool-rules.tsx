import { TextInput } from '../../components/input/text-input.tsx'
import { More } from '../../components/page/more.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import type { PoolFields } from './pool-fields.ts'
import classes from './pools.module.css'

interface PoolRulesProps {
  fields: PoolFields
  problems: Partial<Record<keyof PoolFields, string>>
  onChange: (change: Partial<PoolFields>) => void
}

const FEW = ['topology', 'maxWait', 'preemptionsPerHour', 'timeBasedK', 'halfLife'] as const

/** How work is placed in a pool, and who goes first in it. */
export function PoolRules({ fields, problems, onChange }: PoolRulesProps) {
  const text = (name: Exclude<keyof PoolFields, 'clusters' | 'strategy'>) => ({
    value: fields[name],
    error: problems[name],
    spellCheck: false,
    onChange: (event: { currentTarget: HTMLInputElement }) => onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <div className={classes['pair']}>
        <Picker
          label="Placement"
          options={[
            { value: 'binpack', label: 'Fill nodes up (bin-pack)' },
            { value: 'spread', label: 'Spread over nodes' },
          ]}
          value={fields.strategy}
          onChange={(value) => onChange({ strategy: value === 'spread' ? 'spread' : 'binpack' })}
        />
        <TextInput label="A run is safe from preemption for" placeholder="0s" {...text('minRuntime')} />
      </div>
      <More title="Topology, waiting and past use" isOpen={FEW.some((name) => fields[name] !== '')}>
        <div className={classes['form']}>
          <TextInput
            label="Topology"
            description="Labels of nodes that tell where they stand, from far to near. Work asks for one of these levels."
            placeholder="topology.kubernetes.io/zone, rack"
            {...text('topology')}
          />
          <div className={classes['pair']}>
            <TextInput
              label="Goes first after waiting for"
              description="Then it goes first in its queue, and room is kept for it."
              placeholder="never"
              {...text('maxWait')}
            />
            <TextInput
              label="Preemptions in an hour, at most"
              description="Of runs in this pool; 0 preempts none."
              placeholder="any number"
              inputMode="numeric"
              {...text('preemptionsPerHour')}
            />
            <TextInput
              label="Past use counts"
              description="How much shares bend by what was used in the last week."
              placeholder="not at all"
              inputMode="decimal"
              {...text('timeBasedK')}
            />
            <TextInput
              label="Past use counts half after"
              description="Empty: all of the week counts alike."
              placeholder="never"
              {...text('halfLife')}
            />
          </div>
        </div>
      </More>
    </>
  )
}
