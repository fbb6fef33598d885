import { useState } from 'react'
import { Radio } from '../../components/radio/radio-list.tsx'
import { HostInstall } from './host-install.tsx'
import { KubernetesInstall } from './kubernetes-install.tsx'
import classes from './enrol-page.module.css'

const DRIVERS = [
  { value: 'kubernetes', label: 'Kubernetes (recommended)', about: 'work becomes pods, in namespaces of its projects' },
  { value: 'local', label: 'This host', about: 'work becomes processes on the host of the agent' },
  { value: 'simulated', label: 'Simulated', about: 'work only pretends, on made-up nodes: for a demonstration' },
] as const

interface AgentCommandProps {
  cluster: string
  /** Of the agent that it had before. */
  before?: string | null
}

/** How to start the agent of a cluster, to be copied as it stands. */
export function AgentCommand({ cluster, before = null }: AgentCommandProps) {
  const known = DRIVERS.find(({ value }) => value === before)?.value
  const [driver, setDriver] = useState<(typeof DRIVERS)[number]['value']>(known ?? 'kubernetes')
  return (
    <div className={classes['command']}>
      <Radio label="Where its agent runs" options={DRIVERS} value={driver} onChange={setDriver} />
      {driver === 'kubernetes' ? <KubernetesInstall /> : <HostInstall cluster={cluster} driver={driver} />}
    </div>
  )
}
