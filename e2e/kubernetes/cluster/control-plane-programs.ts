import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addresses, UNUSED_SERVICES } from './addresses.ts'
import { kubeconfigPath } from './credentials.ts'
import type { RigNetwork } from './rig-record.ts'

export interface ControlPlaneOptions {
  folder: string
  name: string
  ports: { etcd: number; etcdPeer: number; api: number }
  network: RigNetwork | undefined
}

/** etcd keeps nothing for later here, so it does not wait for the disk. */
export function etcdArguments({ folder, ports }: ControlPlaneOptions): string[] {
  const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`]
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]
}

export function apiServerArguments({ folder, ports, network }: ControlPlaneOptions): string[] {
  const pki = (file: string) => join(folder, 'pki', file)
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    `--secure-port=${ports.api}`,
    ...(network === undefined
      ? // Loopback may not stand in the endpoints of the Service `kubernetes`, so nobody writes them.
        [
          '--bind-address=127.0.0.1',
          '--endpoint-reconciler-type=none',
          `--service-cluster-ip-range=${UNUSED_SERVICES.range}`,
        ]
      : [
          '--bind-address=0.0.0.0',
          `--advertise-address=${addresses.host(network)}`,
          `--service-cluster-ip-range=${addresses.services(network)}`,
        ]),
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged',
    `--client-ca-file=${pki('ca.crt')}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    `--kubelet-certificate-authority=${pki('ca.crt')}`,
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('service-accounts.pub')}`,
    `--service-account-signing-key-file=${pki('service-accounts.key')}`,
  ]
}

export function controllerManagerArguments({ folder, name }: ControlPlaneOptions): string[] {
  const pki = (file: string) => join(folder, 'pki', file)
  return [
    `--kubeconfig=${kubeconfigPath(folder, 'kube-controller-manager')}`,
    `--cluster-name=${name}`,
    '--leader-elect=false',
    '--secure-port=0',
    // At its own limit of 20 calls a second, a Job of 400 pods takes 40 s.
    '--kube-api-qps=1000',
    '--kube-api-burst=2000',
    '--use-service-account-credentials',
    `--service-account-private-key-file=${pki('service-accounts.key')}`,
    `--root-ca-file=${pki('ca.crt')}`,
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
  ]
}

export function schedulerArguments({ folder }: ControlPlaneOptions): string[] {
  const config = join(folder, 'scheduler.json')
  writeFileSync(
    config,
    JSON.stringify({
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      leaderElection: { leaderElect: false },
      clientConnection: { kubeconfig: kubeconfigPath(folder, 'kube-scheduler'), qps: 1000, burst: 2000 },
    }),
  )
  return [`--config=${config}`, '--secure-port=0']
}
