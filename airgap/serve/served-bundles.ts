import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { App } from '../cli/app.ts'
import { openBundle, type OpenBundle } from '../cli/open-bundle.ts'
import { CHECKSUMS_FILE } from '../release/checksums.ts'
import { IMAGE_SIGNATURES } from '../signing/image-signatures.ts'
import { objectionTo } from '../signing/key-history.ts'

/** A folder of which a bundle is still being unpacked is looked at again, and not more often than this. */
const AGAIN_MS = 10_000

/** The bundles that are served: the one at hand, and all of the same vendor in one folder. What lies there is checked byte by byte before anything of it is served. */
export class ServedBundles {
  readonly #app: App
  readonly #own: OpenBundle
  readonly #releases: string
  readonly #say: (line: string) => void
  readonly #served = new Map<string, OpenBundle>()
  /** Folders that were refused, and when. */
  readonly #refused = new Map<string, number>()
  #looking: Promise<boolean> | undefined

  constructor(app: App, own: OpenBundle, releases: string, say: (line: string) => void) {
    this.#app = app
    this.#own = own
    this.#releases = resolve(releases)
    this.#say = say
    this.#served.set(own.folder, own)
  }

  /** Newest first. */
  get bundles(): OpenBundle[] {
    return [...this.#served.values()].toSorted((a, b) => b.release.counter - a.release.counter)
  }

  /** Of images and of their signatures. */
  layouts(): string[] {
    return this.bundles.flatMap(({ folder, layout }) => [layout, join(folder, IMAGE_SIGNATURES)])
  }

  /** Looks for bundles that were put there since. Answers whether there are any; calls at the same time share one look. */
  async lookAgain(): Promise<boolean> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        this.#say(`cannot look for bundles: ${(error as Error).message}`)
        return false
      })
      .finally(() => (this.#looking = undefined))
    return await this.#looking
  }

  async #look(): Promise<boolean> {
    let isMore = false
    for (const folder of this.#candidates()) {
      const now = this.#app.host.now()
      if (now - (this.#refused.get(folder) ?? -Infinity) < AGAIN_MS) continue
      try {
        const bundle = await this.#open(folder)
        this.#served.set(folder, bundle)
        this.#refused.delete(folder)
        this.#say(`serving ${bundle.release.version} as well, from ${folder}`)
        isMore = true
      } catch (error) {
        this.#refused.set(folder, now)
        this.#say(`not serving ${folder}: ${(error as Error).message}`)
      }
    }
    return isMore
  }

  #candidates(): string[] {
    for (const folder of this.#served.keys()) if (!existsSync(folder)) this.#served.delete(folder)
    if (!existsSync(this.#releases)) return []
    return readdirSync(this.#releases)
      .filter((name) => name.startsWith('fairlead-airgap-'))
      .map((name) => join(this.#releases, name))
      .filter((folder) => existsSync(join(folder, CHECKSUMS_FILE)) && !this.#served.has(folder))
  }

  /** Older ones are wanted here: what runs may be one. */
  async #open(folder: string): Promise<OpenBundle> {
    const { host, globals, progress } = this.#app
    const bundle = await openBundle(host, { ...globals, bundle: folder, allowOlder: true }, progress)
    const { fingerprint, history } = this.#own
    const isOfSameRoot = history !== undefined && bundle.history?.root === history.root
    if (bundle.fingerprint !== fingerprint && !isOfSameRoot)
      throw new Error(`${basename(folder)} is signed by other keys than ${basename(this.#own.folder)}`)
    const objection = history && objectionTo(history, bundle.fingerprint)
    if (objection !== undefined) throw new Error(`its keys are not to be trusted: ${objection}`)
    return bundle
  }
}
