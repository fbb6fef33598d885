import { IconBell, IconBellFilled } from '@tabler/icons-react'
import { Button } from '../../components/button/button.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { useStore } from '../../lib/store.ts'
import { changeTold, toldStore, withTold } from '../../lib/told.ts'
import type { Workload } from '../workloads/phases.ts'
import { watchTold } from './watch-told.ts'

/** Asks to be told when a workload starts, ends or fails: in the console, and by the browser if it may. Kept in this browser. */
export function TellToggle({ workload: { id, name, status } }: { workload: Pick<Workload, 'id' | 'name' | 'status'> }) {
  const isOn = useStore(toldStore)[id] !== undefined
  const turn = async () => {
    if (isOn) {
      changeTold(({ [id]: _gone, ...others }) => others)
      return
    }
    changeTold((list) => withTold(list, id, { name, phase: status.phase }))
    watchTold()
    // Browsers ask once, and only after somebody pressed something.
    const may = 'Notification' in globalThis ? await Notification.requestPermission() : 'denied'
    toast({
      tone: 'info',
      title: `You are told when ${name} ${status.phase === 'RUNNING' ? 'ends or fails' : 'starts, ends or fails'}`,
      detail:
        may === 'granted'
          ? 'By a notification of this browser, as long as a page of the console is open.'
          : 'Here in the console: this browser does not let it show notifications.',
    })
  }
  return (
    <Button
      size="small"
      icon={isOn ? <IconBellFilled size={14} /> : <IconBell size={14} />}
      aria-pressed={isOn}
      onClick={() => void turn()}
    >
      {status.phase === 'RUNNING' ? 'Tell me when it ends' : 'Tell me when it starts'}
    </Button>
  )
}
