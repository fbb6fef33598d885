import { TextInput } from '../../components/input/text-input.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { More } from '../../components/page/more.tsx'
import { Picker } from '../../components/picker/picker.tsx'
import { formatAmount, resourceLabel } from '../../lib/format/amounts.ts'
import { PRIORITY_NAMES } from '../workloads/priorities.ts'
import { shareOf, type Queue } from './shares.ts'
import { AMOUNT_WORDS, RESOURCES, type Resource, type WhatIfFields as Fields } from './what-if.ts'
import classes from './queues.module.css'

interface WhatIfFieldsProps {
  fields: Fields
  problems: Partial<Record<keyof Fields, string>>
  projects: readonly Queue[]
  nodes: readonly { id: string; name: string; cluster: { name: string } }[]
  onChange: (change: Partial<Fields>) => void
}

type TextField = 'deserved' | 'limit' | 'borrowLimit' | 'lendLimit' | 'weight' | 'addNodes' | 'minRuntime' | 'maxWait'

const PRIORITIES = Object.entries(PRIORITY_NAMES).map(([name, value]) => ({ value: name, label: `${name} (${value})` }))

/** What may be tried on past work: another quota, priority, number of nodes, or rules of the pool. */
export function WhatIfFields({ fields, problems, projects, nodes, onChange }: WhatIfFieldsProps) {
  const now = projects.find(({ queue }) => queue.name === fields.project)
  const share = now ? shareOf(now, fields.resource) : undefined
  const bound = (amount: number | null | undefined) =>
    amount === null ? 'unlimited' : formatAmount(fields.resource, amount)
  const what = AMOUNT_WORDS[fields.resource]
  const options = nodes.map(({ id, name, cluster }) => ({ value: id, label: `${name} (${cluster.name})` }))
  const text = (name: TextField) => ({
    value: fields[name],
    error: problems[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => onChange({ [name]: event.currentTarget.value }),
  })
  return (
    <>
      <div className={classes['pair']}>
        <Picker
          label={`Queue in pool ${fields.pool}`}
          options={projects.map(({ queue }) => queue.name)}
          value={fields.project}
          onChange={(project) => onChange({ project })}
        />
        <Picker
          label="Resource"
          options={RESOURCES.map((value) => ({ value, label: resourceLabel(value) }))}
          value={fields.resource}
          onChange={(resource) => onChange({ resource: resource as Resource })}
        />
        <TextInput
          label={`${capital(what)} it deserves`}
          description={`now ${bound(share?.deserved)}`}
          inputMode="decimal"
          {...text('deserved')}
        />
        <TextInput
          label={`Most ${what}`}
          description={`now ${bound(share?.limit)}; a number, or unlimited`}
          {...text('limit')}
        />
      </div>
      <More
        title="Borrowing, lending, weight and priority"
        isOpen={[fields.borrowLimit, fields.lendLimit, fields.weight, fields.priority].some((one) => one !== '')}
      >
        <div className={classes['pair']}>
          <TextInput label={`${capital(what)} it borrows at most`} {...text('borrowLimit')} />
          <TextInput label={`${capital(what)} it lends at most`} {...text('lendLimit')} />
          <TextInput label="Weight" inputMode="decimal" {...text('weight')} />
          <Picker
            label="Priority of its work"
            placeholder="as it was"
            isClearable
            options={PRIORITIES}
            value={fields.priority}
            onChange={(priority) => onChange({ priority: priority as Fields['priority'] })}
          />
        </div>
      </More>
      {nodes.length > 0 ? (
        <>
          <div className={classes['pair']}>
            <TextInput label="More nodes" description="how many" inputMode="numeric" {...text('addNodes')} />
            <Picker
              label="Like"
              description="an existing node"
              options={options}
              value={fields.node}
              placeholder="choose a node"
              error={problems.node}
              onChange={(node) => onChange({ node })}
            />
          </div>
          <div>
            <FilterPicker
              label={fields.removeNodes.length > 0 ? 'Without' : 'Without some nodes'}
              options={options}
              value={fields.removeNodes}
              isMultiple
              onChange={(removeNodes) => onChange({ removeNodes })}
            />
          </div>
        </>
      ) : null}
      <More
        title={`Rules of pool ${fields.pool}`}
        isOpen={[fields.strategy, fields.minRuntime, fields.maxWait].some((one) => one !== '')}
      >
        <div className={classes['pair']}>
          <Picker
            label="Placement"
            placeholder="as it is"
            isClearable
            options={[
              { value: 'binpack', label: 'Fill nodes up (bin-pack)' },
              { value: 'spread', label: 'Spread over nodes' },
            ]}
            value={fields.strategy}
            onChange={(strategy) => onChange({ strategy: strategy as Fields['strategy'] })}
          />
          <TextInput label="Safe from preemption for" placeholder="as it is" {...text('minRuntime')} />
          <TextInput label="Goes first after waiting for" placeholder="as it is" {...text('maxWait')} />
        </div>
      </More>
    </>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
