import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { arch, release as kernel } from 'node:os'
import { stringify } from 'yaml'
import { LOG_LINES, type AddFile } from '../life/support-files.ts'
import { readHostHistory } from './host-history.ts'
import { readLinuxRecords } from './linux-record.ts'
import { Place, HOME, SERVERS, SETTINGS, UNITS } from './place.ts'
import { lastLines, systemctl } from './systemctl.ts'

/** What there is on a host: of settings with secrets, their names and rights alone. */
export function hostSupport(add: AddFile): void {
  const place = new Place()
  const { entries, pending } = readHostHistory(place)
  const kept = entries.map(({ version, counter, at }) => ({ version, counter, at }))
  const os = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  add('host.yaml', stringify({ os: os.trim().split('\n'), kernel: kernel(), architecture: arch() }))
  add('installed.yaml', stringify({ record: readLinuxRecords(place), kept, pending }))
  add('settings.yaml', entries[0]?.config ?? '')
  add('files.yaml', stringify([SETTINGS, `${HOME}/releases`, SERVERS].flatMap((folder) => listed(folder))))
  for (const name of namesIn(UNITS).filter((each) => each.startsWith('fairlead'))) {
    add(`units/${name}`, readFileSync(`${UNITS}/${name}`, 'utf8'))
    add(`units/${name}.status`, systemctl(['status', '--no-pager', '--lines=0', name], { mayFail: true }))
    add(`logs/${name}.log`, `${lastLines(name, LOG_LINES).join('\n')}\n`)
  }
}

/** Names, rights, owners and sizes of what lies below a folder, as deep as settings go. */
function listed(folder: string): object[] {
  return namesIn(folder).flatMap((name) => {
    const path = `${folder}/${name}`
    const found = statSync(path)
    const about = { path, mode: (found.mode & 0o7777).toString(8), user: found.uid, bytes: found.size }
    return [about, ...(found.isDirectory() && folder.startsWith(SETTINGS) ? listed(path) : [])]
  })
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}
