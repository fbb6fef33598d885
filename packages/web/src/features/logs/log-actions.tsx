import {
  IconClock,
  IconCopy,
  IconDownload,
  IconLink,
  IconMaximize,
  IconMinimize,
  IconTextWrap,
  IconVolume,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import { IconButton } from '../../components/button/icon-button.tsx'
import type { Commands } from '../../components/command/command-box.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { useCopy } from '../../components/command/use-copy.ts'
import { download } from '../../lib/download.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { plainText } from './ansi.ts'
import { asText, type LogEntry } from './log-buffer.ts'
import type { TimeStyle } from './log-line.tsx'
import { useFullScreen } from './use-full-screen.ts'
import classes from './logs.module.css'

const TIME_ORDER: TimeStyle[] = ['off', 'relative', 'exact']
const TIME_NAMES = { off: 'Times are off', relative: 'Times since the start', exact: 'Exact times' }

interface LogActionsProps {
  /** Of a file that is downloaded, without its ending. */
  name: string
  shown: readonly LogEntry[]
  times: TimeStyle
  onTimes: (times: TimeStyle) => void
  isWrapped: boolean
  onWrap: (isWrapped: boolean) => void
  onSpeak: (text: string) => void
  /** Of the line that is marked. */
  address: string | undefined
  viewer: RefObject<HTMLElement | null>
  commands: Commands
}

/** How the lines look, and what is done with those that are shown: read aloud, linked to, copied, downloaded, on the full screen. */
export function LogActions({
  name,
  shown,
  times,
  onTimes,
  isWrapped,
  onWrap,
  onSpeak,
  address,
  viewer,
  commands,
}: LogActionsProps) {
  const { isCopied: isLinkCopied, copy: copyLink } = useCopy()
  const { isCopied: isTextCopied, copy: copyAll } = useCopy()
  const { isFull, toggle } = useFullScreen(viewer)
  useShortcut('f', 'Full screen', 'This page', () => toggle?.(), toggle !== undefined)
  return (
    <div className={classes['end']}>
      <IconButton
        label={TIME_NAMES[times]}
        aria-pressed={times !== 'off'}
        onClick={() => onTimes(TIME_ORDER[(TIME_ORDER.indexOf(times) + 1) % TIME_ORDER.length] ?? 'off')}
      >
        <IconClock size={16} />
      </IconButton>
      <IconButton label="Wrap long lines" aria-pressed={isWrapped} onClick={() => onWrap(!isWrapped)}>
        <IconTextWrap size={16} />
      </IconButton>
      <IconButton
        label="Read the last 10 lines aloud"
        onClick={() =>
          onSpeak(
            shown
              .slice(-10)
              .map(({ text }) => plainText(text))
              .join('\n'),
          )
        }
      >
        <IconVolume size={16} />
      </IconButton>
      <IconButton
        label={isLinkCopied ? 'Copied' : 'Copy a link to the marked line'}
        disabled={address === undefined}
        onClick={() => copyLink(address ?? '')}
      >
        <IconLink size={16} />
      </IconButton>
      <IconButton
        label={isTextCopied ? 'Copied' : 'Copy what is shown'}
        disabled={shown.length === 0}
        onClick={() => copyAll(asText(shown, times !== 'off'))}
      >
        <IconCopy size={16} />
      </IconButton>
      <IconButton
        label="Download what is shown"
        onClick={() => download(`${name}.log`, asText(shown, times !== 'off'))}
      >
        <IconDownload size={16} />
      </IconButton>
      {toggle ? (
        <IconButton label={isFull ? 'Leave full screen' : 'Full screen'} shortcut="F" onClick={toggle}>
          {isFull ? <IconMinimize size={16} /> : <IconMaximize size={16} />}
        </IconButton>
      ) : null}
      <CopyAs title="These logs by hand" commands={commands} />
    </div>
  )
}
