import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OpenBundle } from '../cli/open-bundle.ts'
import { requireAuthority } from '../install/site-images.ts'
import { hiddenFromService } from '../serve/hidden-from-service.ts'
import { listenOf, serveTlsFiles } from '../serve/serve-tls.ts'
import { SERVE_UNIT, serveUnit } from '../serve/serve-unit.ts'
import type { Site } from '../site/site.ts'
import { nodeFiles, nodePlace } from './node-files.ts'

export interface WrittenForNodes {
  files: string[]
  /** What to do with them, a line for each kind of node. */
  next: string[]
}

/** Writes what nodes need into `nodes` of a folder, and for a site without a registry the service of `./airgap serve` into `serve`. What an earlier run has left there goes first. */
export function writeNodeFiles(
  { registry }: Site,
  { release, folder: bundle }: OpenBundle,
  out: string,
): WrittenForNodes {
  requireAuthority(registry)
  const { serve } = registry
  const place = nodePlace(registry, release)
  const served = serve === undefined ? undefined : { ...registry, serve }
  const unit = served && serveUnit({ bundle, listen: listenOf(served), tls: serveTlsFiles(served) })
  const texts = {
    ...Object.fromEntries(Object.entries(nodeFiles(place)).map(([path, text]) => [`nodes/${path}`, text])),
    ...(unit === undefined ? {} : { [`serve/${unit.name}`]: unit.text }),
  }
  rmSync(join(out, 'nodes'), { recursive: true, force: true })
  const files = Object.entries(texts).map(([path, text]) => {
    const file = join(out, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  })
  const nodes = join(out, 'nodes')
  const hasAuthority = place.authority !== undefined
  return {
    files,
    next: [
      ...(unit === undefined ? [] : tellUnit(bundle, join(out, 'serve', SERVE_UNIT))),
      `nodes with containerd: cp -r ${nodes}/certs.d /etc/containerd/`,
      `nodes with k3s or RKE2: ${nodes}/k3s/registries.yaml to /etc/rancher/k3s/ or /etc/rancher/rke2/${hasAuthority ? ', fairlead-registry-ca.crt to /etc/rancher/' : ''}`,
      `OpenShift: oc apply -f ${nodes}/openshift/${hasAuthority ? '; registry-ca.yaml says what else' : ''}`,
    ],
  }
}

function tellUnit(bundle: string, file: string): string[] {
  const hidden = hiddenFromService(bundle)
  return [
    ...(hidden === undefined
      ? []
      : [
          `first move the bundle to where every user can read it, such as below /srv/fairlead, and prepare again from there: a service does not see ${hidden}`,
        ]),
    `on the host that serves, so that it comes back after a start: cp ${file} /etc/systemd/system/ && systemctl enable --now ${SERVE_UNIT}`,
  ]
}
