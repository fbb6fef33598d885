import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerSource } from '../oci/layer-entries.ts'
import type { Architecture } from '../release/release.ts'
import { sharedLibraries } from './shared-libraries.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The Node that the checkout pins. */
const NODE = join(ROOT, 'node_modules/node/bin/node')

/** Whom our programs run as where the cluster does not choose: neither root nor anybody of the host. */
export const NON_ROOT = '65532:65532'

/** The compiled files below our programs. */
export interface Runtime {
  architecture: Architecture
  node: string
  /** The folder of the one compiled module that a program of ours loads. */
  nativeModule: string
  libraries: readonly LayerSource[]
}

/** What this machine has itself: quick to come by, and different on another one. Bundles use `ensureRuntime`. */
export function ownRuntime(): Runtime {
  const loader = realpathSync(join(ROOT, 'packages/control-plane/node_modules/@node-rs/argon2'))
  const name = `argon2-linux-${process.arch}-gnu`
  const nativeModule = join(loader, '..', name)
  const compiled = join(nativeModule, `argon2.linux-${process.arch}-gnu.node`)
  return {
    architecture: process.arch === 'x64' ? 'amd64' : 'arm64',
    node: NODE,
    nativeModule,
    libraries: sharedLibraries([NODE, compiled]),
  }
}

/**
 * The layers below every program of ours, the same bytes in each image: system files with the libraries that Node and our native modules need, then Node.
 * No shell and no package manager. Nothing in them has to be written to, and any user may run them.
 */
export function nodeRuntime({ node, libraries }: Runtime): LayerSource[][] {
  return [[...systemFiles(), ...libraries], [{ from: node, to: '/usr/local/bin/node', mode: 0o755 }]]
}

function systemFiles(): LayerSource[] {
  return [
    {
      text: 'root:x:0:0:root:/:/usr/sbin/nologin\nfairlead:x:65532:65532:fairlead:/:/usr/sbin/nologin\n',
      to: '/etc/passwd',
    },
    { text: 'root:x:0:\nfairlead:x:65532:\n', to: '/etc/group' },
    { text: 'hosts: files dns\n', to: '/etc/nsswitch.conf' },
    { folder: '/tmp', mode: 0o1777 },
  ]
}
