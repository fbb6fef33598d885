import type { Volume, VolumeMount } from './kube-types.ts'
import type { RunRequest } from '../../driver.ts'
import { filesOf } from './common-objects.ts'
import { RenderRefusal, type RenderContext } from './render-context.ts'
import { renderJob } from './render-job.ts'
import type { Rendered } from './rendered.ts'

/** Builds an image without root or a daemon, and pushes it. The builder is BuildKit's own `buildctl-daemonless.sh`. */
export function renderImageBuild(request: RunRequest, context: RenderContext): Rendered {
  const { build, connections = [] } = request.spec.pod ?? {}
  const { builderImage } = context.settings
  if (build === undefined)
    throw new RenderRefusal('INVALID', 'an image build has to say what to build: build is absent')
  if (builderImage === undefined) {
    throw new RenderRefusal(
      'UNSUPPORTED',
      'this cluster names no image that builds images (setting builderImage of the agent)',
    )
  }
  const source = connections.find(({ name }) => name === build.context)
  if (build.context !== undefined && source?.mountPath === undefined) {
    throw new RenderRefusal('INVALID', `no connection ${build.context} with a mountPath is there to build from`)
  }
  const files = build.inline === undefined ? [] : [filesOf(request, context, { Dockerfile: build.inline })]
  const { volumes, mounts } = buildStorage(files[0]?.metadata.name, build.pushSecret)
  const dockerfile = build.inline === undefined ? (source?.mountPath ?? '/build/empty') : '/build/dockerfile'
  const { main, companions } = renderJob(request, context, {
    volumes,
    mounts,
    container: {
      image: builderImage,
      command: ['buildctl-daemonless.sh'],
      args: [
        'build',
        '--frontend=dockerfile.v0',
        `--local=context=${source?.mountPath ?? '/build/empty'}`,
        `--local=dockerfile=${dockerfile}`,
        `--opt=filename=${build.inline === undefined ? build.dockerfile : 'Dockerfile'}`,
        `--output=type=image,name=${build.destination},push=true`,
      ],
      env: [
        { name: 'JOB_ID', value: request.spec.workload.id },
        { name: 'HOME', value: '/build/home' },
        { name: 'XDG_RUNTIME_DIR', value: '/build/home' },
        { name: 'DOCKER_CONFIG', value: '/build/login' },
        { name: 'BUILDKITD_FLAGS', value: '--oci-worker-no-process-sandbox' },
      ],
    },
  })
  return { main, companions: [...files, ...companions] }
}

function buildStorage(
  files: string | undefined,
  pushSecret: string | undefined,
): { volumes: Volume[]; mounts: VolumeMount[] } {
  const volumes: Volume[] = [
    { name: 'build-home', emptyDir: {} },
    { name: 'build-empty', emptyDir: {} },
    ...(files === undefined ? [] : [{ name: 'build-dockerfile', configMap: { name: files } }]),
    ...(pushSecret === undefined
      ? []
      : [
          {
            name: 'build-login',
            secret: { secretName: pushSecret, items: [{ key: '.dockerconfigjson', path: 'config.json' }] },
          },
        ]),
  ]
  const mounts = volumes.map(({ name }) => ({
    name,
    mountPath: `/build/${name.slice('build-'.length)}`,
    ...(['build-home'].includes(name) ? {} : { readOnly: true }),
  }))
  return { volumes, mounts }
}
