import { join } from 'node:path'
import { credentialPath, HARDENING, LASTING, SEALED, unit, type Section, type Unit } from '../linux/unit.ts'
import type { ServeTls } from './serve-tls.ts'

export const SERVE_UNIT = 'fairlead-images.service'
/** Ports below it are for services that may have them. */
const FREE_PORTS = 1024

/** What brings `./airgap serve` back after the host was started: a service without any right, which sees the bundles and is handed the certificate's key. */
export function serveUnit(options: { bundle: string; listen: string; tls: ServeTls }): Unit {
  const { bundle, listen, tls } = options
  const [certificate, key] = ['tls.crt', 'tls.key'].map((name) => credentialPath(SERVE_UNIT, name))
  const command = ['serve', '--listen', listen, '--cert', certificate!, '--cert-key', key!]
  return unit(SERVE_UNIT, {
    Unit: {
      Description: 'Fairlead, images of its bundles',
      After: 'network-online.target',
      Wants: 'network-online.target',
    },
    Service: {
      ...HARDENING,
      ...SEALED,
      ...rightToListen(Number(listen.slice(listen.lastIndexOf(':') + 1))),
      DynamicUser: 'yes',
      StateDirectory: 'fairlead-images',
      Environment: 'FAIRLEAD_AIRGAP_STATE=/var/lib/fairlead-images',
      LoadCredential: [`tls.crt:${escaped(tls.certFile)}`, `tls.key:${escaped(tls.keyFile)}`],
      ExecStart: [quoted(join(bundle, 'airgap')), ...command].join(' '),
      ...LASTING,
    },
    Install: { WantedBy: 'multi-user.target' },
  })
}

function rightToListen(port: number): Section {
  if (port >= FREE_PORTS) return {}
  const capability = 'CAP_NET_BIND_SERVICE'
  return { PrivateUsers: 'no', CapabilityBoundingSet: capability, AmbientCapabilities: capability }
}

function escaped(path: string): string {
  return path.replaceAll('%', '%%')
}

function quoted(path: string): string {
  return `"${escaped(path).replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
