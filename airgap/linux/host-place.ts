import { existsSync } from 'node:fs'
import { AirgapError } from '../cli/airgap-error.ts'
import type { Host } from '../cli/host.ts'
import type { OpenBundle } from '../cli/open-bundle.ts'
import type { ApplyReport } from '../install/apply-phase.ts'
import type { InstallRecord } from '../install/install-record.ts'
import { makingOf } from '../life/backup-key.ts'
import { backTo, type History } from '../life/history.ts'
import type { LifePlace, PlaceApply, PlaceChecks, PlaceWait, Tools } from '../life/life-place.ts'
import type { ObjectChange } from '../life/object-diff.ts'
import { requireNoTrouble, troubleIn } from '../life/smoke-test.ts'
import { imageOf } from '../release/read-release.ts'
import type { ImageRole } from '../release/release.ts'
import type { LinuxSite } from '../site/linux-site.ts'
import { applyLinux, readSecrets, writeFiles } from './apply-linux.ts'
import { ask } from './await-unit.ts'
import { CONTROL_PLANE_FILES, CONTROL_PLANE_UNIT } from './control-plane-unit.ts'
import { fileDiff } from './file-diff.ts'
import { configOf, foldersOf, readHostHistory, writeHostHistory, type HostRelease } from './host-history.ts'
import { HostPasswords } from './host-passwords.ts'
import { keepReleases } from './keep-releases.ts'
import { linuxBackend, planLinux, rolesOf } from './linux-plan.ts'
import { runLinuxPreflight } from './linux-preflight.ts'
import { readLinuxRecords, writeLinuxRecord } from './linux-record.ts'
import { lockHost } from './lock-host.ts'
import { nightlyUnits, signingFiles } from './nightly-units.ts'
import { imageFolder, Place } from './place.ts'
import { requireRoot } from './require-root.ts'
import { startService, startServices } from './start-services.ts'
import { systemctl } from './systemctl.ts'
import { describeImage, unpackImages, type UnpackedImage } from './unpack-image.ts'
import { withHostTools } from './with-host-tools.ts'

/** Images with the programs for backups; a site with a database of its own needs them as well. */
const TOOL_IMAGES = ['control-plane', 'postgresql'] as const satisfies ImageRole[]

/** A control plane under the systemd of this host. Programs of releases lie unpacked below `/opt/fairlead`. */
export class HostPlace implements LifePlace {
  readonly where = 'on this host'
  readonly url: string
  readonly site: LinuxSite
  readonly passwords: HostPasswords | undefined
  readonly #place = new Place()
  readonly #bundle: OpenBundle
  readonly #host: Host
  /** This call holds the lock of the host. */
  #isAlone = false

  /** Throws with exit class `preflight` for somebody else than root. */
  constructor(site: LinuxSite, bundle: OpenBundle, host: Host) {
    requireRoot()
    this.url = linuxBackend(site).url
    this.site = site
    this.#bundle = bundle
    this.#host = host
    this.passwords = linuxBackend(site).database.bundled && new HostPasswords(this.#place)
  }

  async readRecord(): Promise<InstallRecord | undefined> {
    return readLinuxRecords(this.#place).backend
  }

  async readHistory(): Promise<History<HostRelease>> {
    return readHostHistory(this.#place)
  }

  async writeHistory(history: History<HostRelease>): Promise<void> {
    writeHostHistory(this.#place, history)
  }

  async requireWayBack(release: HostRelease): Promise<void> {
    const gone = foldersOf(release).filter((folder) => !existsSync(this.#place.on(folder)))
    if (gone.length === 0) return
    throw new AirgapError('preflight', `there is no way back to ${release.version}: its programs are gone`, {
      details: gone,
      hint: 'bring them back from a copy of this host',
    })
  }

  async requireTools(): Promise<void> {
    this.#toolsCounter()
  }

  async check(): Promise<PlaceChecks> {
    return {
      checks: await runLinuxPreflight('backend', this.site, this.#bundle, this.#host, this.#place),
      bring: async () => {
        const images = await this.alone('upgrade', () => unpackImages(this.#bundle, TOOL_IMAGES, this.#place))
        const fresh = [...images.values()].filter(({ isNew }) => isNew).length
        return { line: `programs: ${fresh} images unpacked, ${images.size - fresh} were there` }
      },
      close: () => undefined,
    }
  }

  async diff(): Promise<ObjectChange[]> {
    const asked = { phase: 'backend', site: this.site, host: this.#host, place: this.#place } as const
    const images = new Map(rolesOf('backend', this.site).map((role) => [role, this.#image(role)] as const))
    return fileDiff(planLinux('backend', this.site, this.#bundle, images, await readSecrets(asked)), this.#place)
  }

  async withTools<T>({ scratch }: { scratch: boolean }, work: (tools: Tools) => Promise<T>): Promise<T> {
    const images = { controlPlane: this.#image('control-plane'), postgresql: this.#image('postgresql') }
    const known = { site: this.site, host: this.#host, place: this.#place, release: this.#bundle.release, images }
    return await this.alone('backup', () => withHostTools({ ...known, counter: this.#toolsCounter() }, scratch, work))
  }

  async apply({ beforeStart, ...options }: PlaceApply): Promise<ApplyReport> {
    return await this.alone('upgrade', () =>
      applyLinux({
        ...options,
        phase: 'backend',
        site: this.site,
        bundle: this.#bundle,
        host: this.#host,
        place: this.#place,
        beforeStart: beforeStart && (() => this.withTools({ scratch: false }, beforeStart)),
        leavesWayBack: true,
      }),
    )
  }

  async smokeTest(version: string): Promise<void> {
    const { listen, tls } = linuxBackend(this.site)
    const trouble = async () => {
      try {
        const paths = ['/ready', '/health', '/', '/api/v1/whoami'] as const
        const answers = await Promise.all(paths.map((path) => ask(listen.port, path, tls !== undefined)))
        const [ready, health, page, api] = answers.map(({ status }) => status) as [number, number, number, number]
        if (health !== 200) return `${CONTROL_PLANE_UNIT} answers ${health} to /health`
        const seen = JSON.parse(answers[1]!.text) as { version: string }
        return troubleIn({ ready, page, api, version: seen.version }, version, CONTROL_PLANE_UNIT)
      } catch (error) {
        return `${CONTROL_PLANE_UNIT}: ${(error as Error).message}`
      }
    }
    await requireNoTrouble(version, trouble, this.#host.signal)
  }

  async bringBack(target: HostRelease, wait: PlaceWait): Promise<void> {
    const place = this.#place
    const { version, counter } = target
    const release = { ...this.#bundle.release, version, counter }
    const hasNightly = this.site.backup?.nightly !== undefined
    const making = hasNightly ? await makingOf(this.site) : { recipient: '', signingKey: undefined }
    const plan = {
      files: [{ path: CONTROL_PLANE_FILES.config, text: configOf(target, place) }, ...signingFiles(making)].map(
        (file) => ({ ...file, mode: 0o600, isSecret: true as const }),
      ),
      services: target.units,
      // Whether there are any is for the site to say, and not for a release.
      nightly: nightlyUnits({ site: this.site, release, image: this.#image('control-plane'), making }),
    }
    await this.alone('rollback', async () => {
      const written = writeFiles(plan, place, (path, how) => {
        if (how !== 'as it was') wait.say(`  ${path}: as in ${version}`)
        return how !== 'as it was'
      })
      const { timeoutMs } = wait
      await startServices({ site: this.site, host: this.#host, place, plan, written, timeoutMs })
      await this.smokeTest(version)
      const linkAt = readLinuxRecords(place).backend?.linkAt ?? ''
      writeLinuxRecord(place, 'backend', { version, counter, linkAt })
      // Last: a run that was killed before leads to the same release when it is run again.
      writeHostHistory(place, backTo(readHostHistory(place), counter))
      keepReleases(place)
    })
  }

  async whileStopped({ timeoutMs }: PlaceWait, work: () => Promise<void>): Promise<void> {
    systemctl(['stop', CONTROL_PLANE_UNIT])
    try {
      await work()
    } catch (error) {
      const known = { site: this.site, host: this.#host, place: this.#place }
      await startService({ ...known, timeoutMs }, CONTROL_PLANE_UNIT)
      throw error
    }
  }

  async restart({ timeoutMs }: PlaceWait): Promise<void> {
    const known = { site: this.site, host: this.#host, place: this.#place }
    await startService({ ...known, timeoutMs }, CONTROL_PLANE_UNIT, 'restart')
  }

  #image(role: ImageRole): UnpackedImage {
    return describeImage(this.#bundle.layout, imageOf(this.#bundle.release, role))
  }

  /** Of the release whose programs make backups: that of the bundle where it was brought here, and else the one that runs. */
  #toolsCounter(): number {
    const own = readLinuxRecords(this.#place).backend?.counter
    const counters = [this.#bundle.release.counter, ...(own === undefined ? [] : [own])]
    const isHere = (counter: number) => existsSync(this.#place.on(imageFolder(counter, 'control-plane')))
    const found = counters.find(isHere)
    if (found === undefined)
      throw new AirgapError('preflight', 'the programs for backups are not on this host', {
        hint: 'bring them with ./airgap apply backend',
      })
    return found
  }

  /** Runs `work` while no other installer changes this host; what it calls in turn may say so again. */
  async alone<T>(action: string, work: () => Promise<T>): Promise<T> {
    if (this.#isAlone) return await work()
    return await lockHost(this.#place, { action, at: this.#host.now() }, async () => {
      this.#isAlone = true
      try {
        return await work()
      } finally {
        this.#isAlone = false
      }
    })
  }
}
